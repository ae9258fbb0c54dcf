-- A day is named `2026-11-23/E1001`: this finds the days of one person in their order.
CREATE INDEX entity_day_of_person ON entity (substr(name, 12), name) WHERE kind = 'day';
