--------------------------- MODULE ReachHistories ---------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS Histories

(* Two operations are pending at one time, as two fencers see them. *)
OneAtATime ==
  ~\E n, m \in Node : n # m /\ \E id \in PendingIn(known[n]), other \in PendingIn(known[m]) :
     id[2] = n /\ other[2] = m

(* Someone takes an operation for lost whose originator has decided it: the story that says more *)
(* is known to one, the other to another, and both are to meet.                                  *)
NobodyErrs ==
  ~\E n, m \in Node : \E id \in DOMAIN known[n] \cap DOMAIN known[m] :
     known[n][id].conclusion = Presumed /\ IsDecided(known[m], id)

(* A fencer that was started anew hears of what it began itself, and takes it for over. *)
NobodyFindsItsOwn ==
  ~\E n \in Node : Up(n) /\ \E id \in DOMAIN known[n] :
     id[2] = n /\ id[3] # inc[n] /\ known[n][id].conclusion = Presumed

=============================================================================
