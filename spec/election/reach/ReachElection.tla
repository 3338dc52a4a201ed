---------------------------- MODULE ReachElection ----------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS Election

(* All nodes agree in one view. *)
NobodyDecides == ~\A n \in Node : node[n].winner # N!Nobody /\ node[n].members = Node

(* Two parts of a cluster that fell apart each have a winner of their own. *)
PartsNeverDecide ==
  ~\E n, m \in Node :
    n # m /\ node[n].winner = n /\ node[m].winner = m

(* The last DC stays, though another name is less. *)
LeastAlwaysWins ==
  ~\E n \in Node : node[n].winner # N!Nobody /\ node[n].winner # Least(node[n].members)

(* An election is held again in the same view. *)
NoSecondRound == ~\E n \in Node : node[n].phase = "DECIDED" /\ N!RoundNumber(node[n]) = 2

(* The nodes of one view are in different rounds at one time. *)
RoundsGoTogether ==
  ~\E n, m \in Node :
    /\ node[n].round # N!NoRound /\ node[m].round # N!NoRound
    /\ node[n].round[1] = node[m].round[1] /\ node[n].round # node[m].round

=============================================================================
