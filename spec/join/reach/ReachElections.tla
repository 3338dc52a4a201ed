--------------------------- MODULE ReachElections ---------------------------
(***************************************************************************)
(* Another DC in every stage of a round: each claim that there is none has *)
(* to be violated.                                                         *)
(***************************************************************************)
EXTENDS JoinElections

(* Two lead in one view, of whom one, in this stage, has not heard yet that it is superseded. *)
Superseded(stage) ==
  \E n, m \in Node :
    /\ n # m /\ IsSome(node[n].round) /\ Round(n).stage = stage
    /\ IsSome(node[m].round) /\ Before(Round(n).epoch, Round(m).epoch)

NobodyIsSupersededIntegrating == ~Superseded("INTEGRATING")
NobodyIsSupersededSynchronising == ~Superseded("SYNCHRONISING")
NobodyIsSupersededFinalizing == ~Superseded("FINALIZING")
NobodyIsSupersededComplete == ~Superseded("COMPLETE")

=============================================================================
