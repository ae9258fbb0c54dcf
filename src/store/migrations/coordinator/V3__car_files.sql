-- What is remembered of each car is worked out from the whole log: with nothing projected, all of it is made anew.
DELETE FROM entity;
