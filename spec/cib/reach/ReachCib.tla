------------------------------ MODULE ReachCib ------------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS Cib

(* A change of the configuration is acknowledged. *)
NothingIsAcknowledged == Acknowledged = {}

(* A later term begins after a change was acknowledged; only then its being kept means something. *)
NobodyLeadsAgain ==
  ~\E n \in Node, q \in Acknowledged :
    Leading(n) /\ Before(requests[q].term, replica[n].mode.epoch)

(* A client hears that a change is not done. *)
NobodyIsRefused == \A q \in DOMAIN requests : requests[q].result \notin Refusals

(* A client hears that nobody can tell whether its change is done. *)
EveryAnswerIsKnown == \A q \in DOMAIN requests : requests[q].result # "unknown"

(* A controller hears that its round has failed because a disk did. *)
RoundsNeverFail == \A n \in Node : heard[n] # <<>> => heard[n][1] # "CANT_STORE"

=============================================================================
