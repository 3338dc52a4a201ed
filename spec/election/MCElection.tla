----------------------------- MODULE MCElection -----------------------------
(* The election within bounds; MCElection.cfg has them. *)
EXTENDS Election
=============================================================================
