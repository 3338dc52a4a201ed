---------------------------- MODULE ReachFencing ----------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS MCFencing

IsTold(h, result) == h \in DOMAIN clients /\ clients[h].result = result

Phases(n) == {fencer[n].rounds[id].phase : id \in DOMAIN fencer[n].rounds}

(* A client hears that its target is fenced. *)
NobodyIsFenced == ~IsTold(1, "SUCCEEDED")

(* A request waits for the operation of another one. *)
NobodyFollows ==
  ~\E n \in Fencers : Up(n) /\ \E p \in Phases(n) : p.is = "Following"

(* The second level is used. *)
FirstLevelIsEnough ==
  ~\E n \in Fencers : Up(n) /\ \E p \in Phases(n) :
    p.is = "Executing" /\ Len(p.progress.levels) = 1

(* A node is turned on after it was turned off, instead of being rebooted. *)
RebootIsNeverMapped ==
  ~\E n \in Fencers : Up(n) /\ \E p \in Phases(n) : p.is = "Executing" /\ p.attempt[3] = "ON"

(* What has failed is tried again by the same device. *)
NobodyTriesAgain ==
  ~\E n \in Fencers : Up(n) /\ \E c \in DOMAIN fencer[n].calls :
    LET call == fencer[n].calls[c]
    IN call.left < fencer[n].devices[call.device].terms[call.aim[2]]

(* An order waits because its device is at its limit. *)
NoOrderWaits ==
  ~\E n \in Fencers : Up(n) /\ \E c \in DOMAIN fencer[n].calls :
    fencer[n].calls[c].status.is = "Queued"

(* The operation of an originator that is gone is given up. *)
NobodyIsLost ==
  ~\E n \in Fencers : Up(n) /\ \E id \in DOMAIN fencer[n].history :
    fencer[n].history[id].conclusion.status = "LOST"

(* A node is fenced although a fencer was lost meanwhile. *)
NobodyFencesAfterALoss == world.crashes > 0 => ~IsTold(1, "SUCCEEDED")

=============================================================================
