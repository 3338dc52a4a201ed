----------------------------- MODULE MCMessaging ----------------------------
(* Process groups within bounds; the configurations have them. *)
EXTENDS Messaging

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event)
=============================================================================
