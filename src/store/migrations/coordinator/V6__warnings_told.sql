-- Every warning that a customer was told of is worked out from the whole log: with nothing projected, all of it is made
-- anew.
DELETE FROM entity;
