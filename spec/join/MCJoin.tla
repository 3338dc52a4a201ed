------------------------------- MODULE MCJoin -------------------------------
(* The join sequence within bounds; the configurations have them. *)
EXTENDS Join
=============================================================================
