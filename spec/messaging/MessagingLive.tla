---------------------------- MODULE MessagingLive ---------------------------
(***************************************************************************)
(* After healing all meet: the last view that the engine forms is one of   *)
(* all nodes, from then on none restarts, and whoever has something to say *)
(* or to hear does so in the end. Until then views, restarts and losses    *)
(* come as they like, and processes join, leave and speak all the time.    *)
(***************************************************************************)
EXTENDS Messaging

Healed == bus.views = MaxViews

Form ==
  IF bus.views < MaxViews - 1
  THEN \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  ELSE ViewFormed(Node)

Fail ==
  \/ ~Healed /\ \E n \in Node : Restarted(n)
  \/ \E n \in Node : Lost(n)

Ask ==
  \E n \in Node, g \in Group :
    JoinRequested(n, g, "Taken") \/ LeaveRequested(n, g, "Taken") \/ SendRequested(n, g, "Taken")

Hear(n) ==
  \/ NodesChanged(n, "Taken")
  \/ \E kind \in BodyKinds, o \in {"Taken", "OTHER_VIEW", "SENDER_NOT_IN_GROUP"} :
       Received(n, kind, o)

LiveSpec ==
  /\ Init
  /\ [][Form \/ Fail \/ Ask \/ \E n \in Node : Hear(n) \/ Ordered(n)]_vars
  /\ WF_vars(Form)
  /\ \A n \in Node : WF_vars(Hear(n)) /\ WF_vars(Ordered(n))

Joined(g) == {n \in Node : g \in DOMAIN node[n].local}

(* All who are in a group are told so, and all else is heard. *)
AllMeet ==
  <>[](/\ \A g \in Group : \A n \in Joined(g) :
            InView(n, g) /\ Last(told[n][g]).members = Joined(g) /\ Last(told[n][g]).nodes = Node
       /\ \A n \in Node : sending[n] = <<>> /\ bus.inbox[n] = <<>> /\ node[n].waiting = <<>>)

=============================================================================
