------------------------------ MODULE CibTrace ------------------------------
(***************************************************************************)
(* The steps of running replicas, for the validation of traces. They hold  *)
(* any CIB and take any change: where a change takes its place in the      *)
(* order, it is told what it makes of the configuration that is there.     *)
(***************************************************************************)
EXTENDS Integers

CONSTANT MaxProposals

Apply(conf, change) == change.makes

N == INSTANCE CibNode

TraceStep(self, s, event) == N!Step(self, s, event)

=============================================================================
