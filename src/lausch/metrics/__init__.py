"""How near an estimate is to the truth, in the shape of mir_eval: one task, one file."""
