------------------------------- MODULE MCCib -------------------------------
(* The replication of the CIB within bounds; the configurations have them. *)
EXTENDS Cib

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event)
=============================================================================
