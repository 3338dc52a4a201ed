---------------------------- MODULE FencingLive -----------------------------
(***************************************************************************)
(* Every round ends: the last view that is formed is one of all fencers    *)
(* that run, from then on none crashes, what was said is heard, and the    *)
(* time of a round runs out in the end. Agents and devices may answer, or  *)
(* never; no other timer needs to fire.                                    *)
(***************************************************************************)
EXTENDS MCFencing

CONSTANT Askers   \* the fencers whose clients ask for something

(* The device is at the other fencer than the client, so that an order goes there and back. *)
FarDevices == [n \in {1, 2} |-> IF n = 2 THEN (1 :> Plain) ELSE <<>>]

Healed == bus.views = MaxViews

Form ==
  IF bus.views < MaxViews - 1
  THEN \E members \in SUBSET Fencers : ViewFormed(members)
  ELSE ViewFormed({n \in Fencers : Up(n)})

Fail ==
  \/ ~Healed /\ \E n \in Fencers : Crashed(n)
  \/ \E n \in Fencers : Restarted(n) \/ Lost(n)

Hear(n) == ViewChanged(n, "Taken") \/ \E kind \in MessageKinds, o \in MessageOutcomes : MessageDelivered(n, kind, o)

Work(n) ==
  \/ FenceRequested(n, "Taken")
  \/ \E outcome \in Outcomes, o \in {"Taken", "UNKNOWN_OPERATION"} : AgentFinished(n, outcome, o)
  \/ \E capable \in BOOLEAN, o \in {"Taken", "UNKNOWN_OPERATION"} : DeviceAnswered(n, capable, o)
  \/ \E o \in {"Taken", "UNKNOWN_OPERATION"} : DelayDrawn(n, o)
  \/ \E kind \in TimerKinds \ {"Round"} : TimerFired(n, kind, "Taken")

TimeRunsOut(n) == TimerFired(n, "Round", "Taken")

LiveSpec ==
  /\ Init
  /\ [][Form \/ Fail \/ \E n \in Fencers : Hear(n) \/ Work(n) \/ TimeRunsOut(n)]_vars
  /\ WF_vars(Form)
  /\ \A n \in Fencers : WF_vars(Hear(n))
  /\ \A n \in Askers : WF_vars(TimeRunsOut(n))

(* What has to end: what clients wait for, and that a fencer knows of something pending. *)
OpenRequests == {h \in DOMAIN clients : clients[h].result = Open}
PendingAt == {n \in Fencers : IF Up(n) THEN N!PendingIn(fencer[n].history) # {} ELSE FALSE}

=============================================================================
