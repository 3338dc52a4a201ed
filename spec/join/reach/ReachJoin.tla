----------------------------- MODULE ReachJoin -----------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS Join

(* A round of all nodes is completed. *)
NobodyCompletes ==
  ~\E n \in Node :
    IsSome(node[n].round) /\ Round(n).stage = "COMPLETE" /\ Confirmed(n) = Node

(* A round goes on without a node that did not ask in time. *)
NobodyIsLeftBehind ==
  ~\E n, m \in Node :
    /\ n # m
    /\ IsSome(node[n].round) /\ Round(n).stage = "COMPLETE"
    /\ m \in node[n].view.members /\ m \notin Confirmed(n)

(* A round that failed is followed by another, which completes. *)
NobodyTriesAgain ==
  ~\E n \in Node :
    IsSome(node[n].round) /\ Round(n).stage = "COMPLETE" /\ Number(Round(n).epoch) = 2

=============================================================================
