--------------------------- MODULE ReachMessaging ---------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS Messaging

(* One went and came back between two views. *)
NobodyIsGone == \A n \in Node, g \in Group : Len(told[n][g]) < 2

=============================================================================
