------------------------------- MODULE MCJoin -------------------------------
(* The join sequence within bounds; the configurations have them. *)
EXTENDS Join

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event, 1)

(* The same where nodes speak different versions. *)
TraceStepOfVersions(self, s, event) == N!Step(self, s, event, Version(self))
=============================================================================
