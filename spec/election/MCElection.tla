----------------------------- MODULE MCElection -----------------------------
(* The election within bounds; MCElection.cfg has them. *)
EXTENDS Election

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event)
=============================================================================
