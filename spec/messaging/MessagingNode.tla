--------------------------- MODULE MessagingNode ---------------------------
(***************************************************************************)
(* One node's process groups: Groups of the code, over an engine that      *)
(* knows of nodes only. In a new view every node announces itself; with    *)
(* the last announcement, which is the same message for all, everybody     *)
(* knows who is in which group. From then on each join and each leave, in  *)
(* agreed order, makes one more view of its group.                         *)
(*                                                                         *)
(* A stay in a group is <<incarnation of the node, serial of the join>>,   *)
(* so that who left and came back is not taken for one that stayed.        *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Epochs, Maps, Steps

CONSTANTS Votes, TwoNode, WaitForAll   \* what the cluster's configuration says of the quorum

NoNodes == <<>>

Started(incarnation) ==
  [incarnation |-> incarnation,
   quorum |-> [votes |-> Votes, twoNode |-> TwoNode, released |-> ~WaitForAll],
   local |-> <<>>, serial |-> 1, phase |-> "Starting", view |-> NoNodes, announced |-> <<>>,
   changes |-> 0, incarnations |-> <<>>, members |-> <<>>, waiting |-> <<>>]

HasView(s) == s.phase \in {"Transferring", "Agreed"}

Members(s, group) == At(s.members, group, <<>>)

(* Whether the process of this node is known to all as a member. *)
IsIn(self, s, group) ==
  /\ group \in DOMAIN s.local
  /\ self \in DOMAIN Members(s, group)
  /\ Members(s, group)[self] = <<s.incarnation, s.local[group]>>

RECURSIVE InOrder(_)
InOrder(numbers) ==
  IF numbers = {} THEN <<>>
  ELSE LET least == Least(numbers) IN <<least>> \o InOrder(numbers \ {least})

-----------------------------------------------------------------------------
(* What nodes tell each other, and effects *)

Announced(s) ==
  [type |-> "Announced", incarnation |-> s.incarnation, quorum |-> s.quorum, local |-> s.local]
Joined(group, serial) == [type |-> "Joined", group |-> group, serial |-> serial]
Left(group, serial) == [type |-> "Left", group |-> group, serial |-> serial]
Said(group, serial, payload) ==
  [type |-> "Said", group |-> group, serial |-> serial, payload |-> payload]

Multicast(view, body) == [type |-> "Multicast", message |-> [view |-> view, body |-> body]]
TellView(group, view) == [type |-> "TellView", group |-> group, view |-> view]
Deliver(group, from, payload) ==
  [type |-> "Deliver", group |-> group, from |-> from, payload |-> payload]
TellDisconnected(group) == [type |-> "TellDisconnected", group |-> group]

(* Once the nodes are agreed it is said at once; before that it waits. *)
Send(s, body) ==
  IF s.phase = "Agreed" THEN Taken(s, <<Multicast(s.view.id, body)>>)
  ELSE Taken([s EXCEPT !.waiting = Append(@, body)], <<>>)

-----------------------------------------------------------------------------
(* The quorum *)

Max(a, b) == IF a < b THEN b ELSE a

(* What follows from the claims of all, once so many nodes have been seen at once. *)
Agreement(claims, nodes) ==
  LET most == CHOOSE v \in {c.votes : c \in claims} : \A c \in claims : c.votes <= v
      all == Max(most, nodes)
  IN [votes |-> all,
      twoNode |-> (\A c \in claims : c.twoNode) /\ all = 2,
      released |-> (\E c \in claims : c.released) \/ nodes >= all]

Quorum(q) == IF q.twoNode THEN 1 ELSE (q.votes \div 2) + 1

Quorate(q, nodes) == q.released /\ nodes >= Quorum(q)

(* The view of a group, after so many changes, if these nodes and members are there. *)
View(s, group, nodes, members) ==
  [id |-> <<Number(s.view.id), s.changes, Coordinator(s.view.id)>>,
   nodes |-> nodes, members |-> members,
   quorum |-> Quorum(s.quorum), quorate |-> Quorate(s.quorum, Cardinality(nodes))]

PresentView(s, group) == View(s, group, s.view.nodes, DOMAIN Members(s, group))

-----------------------------------------------------------------------------
(* NodesChanged: the engine gave a view of the nodes. *)

NodesChangedOutcome(self, s, view) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF self \notin view.members THEN "NOT_OUR_VIEW"
  ELSE IF HasView(s) /\ Number(view.id) <= Number(s.view.id) THEN "OLD_VIEW"
  ELSE "Taken"

(* Joins and leaves are told by the announcement. *)
StillSent(s) ==
  LET Still(body) ==
        /\ body.type = "Said"
        /\ At(s.local, body.group, 0) = body.serial
  IN SelectSeq(s.waiting, Still)

NodesChanged(self, s, view) ==
  Guarded(NodesChangedOutcome(self, s, view), s,
    Taken([s EXCEPT !.phase = "Transferring", !.waiting = StillSent(s), !.announced = <<>>,
                    !.changes = 0, !.view = [id |-> view.id, nodes |-> view.members]],
      <<Multicast(view.id, Announced(s))>>))

-----------------------------------------------------------------------------
(* Received: a message came in the order of a view, maybe one's own. *)

SenderIsIn(s, from, body) ==
  /\ from \in DOMAIN Members(s, body.group)
  /\ Members(s, body.group)[from] = <<s.incarnations[from], body.serial>>

ReceivedOutcome(s, from, message) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF ~HasView(s) \/ message.view # s.view.id THEN "OTHER_VIEW"
  ELSE IF from \notin s.view.nodes THEN "UNKNOWN_SENDER"
  ELSE IF s.phase = "Transferring" /\ message.body.type # "Announced" THEN "TOO_EARLY"
  ELSE IF message.body.type = "Announced" /\ (s.phase = "Agreed" \/ from \in DOMAIN s.announced)
       THEN "ANNOUNCED_ALREADY"
  ELSE IF message.body.type \in {"Left", "Said"} /\ ~SenderIsIn(s, from, message.body)
       THEN "SENDER_NOT_IN_GROUP"
  ELSE "Taken"

(* Who was something else before has been gone meanwhile. *)
Stayed(names, before, after) ==
  {n \in names : n \notin DOMAIN before \/ before[n] = after[n]}

(* The view without those that went and came back since the last one, if there are any. *)
Gone(self, before, after, group) ==
  LET members == Members(after, group)
      nodes == Stayed(after.view.nodes, before.incarnations, after.incarnations)
      stayed == nodes \cap Stayed(DOMAIN members, Members(before, group), members)
  IN IF nodes = after.view.nodes /\ stayed = DOMAIN members THEN <<>>
     ELSE <<TellView(group, [View(after, group, nodes, stayed)
                              EXCEPT !.id = <<Number(after.view.id), 0, self>>])>>

(* The last announcement came. *)
Complete(self, s, announced) ==
  LET nodes == s.view.nodes
      groups == UNION {DOMAIN announced[n].local : n \in nodes}
      In(group) == {n \in nodes : group \in DOMAIN announced[n].local}
      after ==
        [s EXCEPT !.phase = "Agreed", !.changes = 1, !.announced = <<>>, !.waiting = <<>>,
                  !.quorum = Agreement({announced[n].quorum : n \in nodes}, Cardinality(nodes)),
                  !.incarnations = [n \in nodes |-> announced[n].incarnation],
                  !.members = [g \in groups |->
                    [n \in In(g) |-> <<announced[n].incarnation, announced[n].local[g]>>]]]
      Told(effects, group) ==
        IF ~IsIn(self, after, group) THEN effects
        ELSE effects
             \o (IF IsIn(self, s, group) THEN Gone(self, s, after, group) ELSE <<>>)
             \o <<TellView(group, PresentView(after, group))>>
      Sent(effects, body) == Append(effects, Multicast(s.view.id, body))
  IN Taken(after, Fold(Sent, Fold(Told, <<>>, InOrder(DOMAIN s.local)), s.waiting))

(* One came or went. *)
Changed(self, s, group, members) ==
  LET all == IF members = <<>> THEN Without(s.members, {group}) ELSE With(s.members, group, members)
      after == [s EXCEPT !.changes = @ + 1, !.members = all]
  IN Taken(after,
       IF IsIn(self, after, group) THEN <<TellView(group, PresentView(after, group))>> ELSE <<>>)

Received(self, s, from, message) ==
  LET body == message.body
      announced == With(s.announced, from, body)
      taken ==
        CASE body.type = "Announced" ->
               IF DOMAIN announced # s.view.nodes
               THEN Taken([s EXCEPT !.announced = announced], <<>>)
               ELSE Complete(self, s, announced)
          [] body.type = "Joined" ->
               Changed(self, s, body.group,
                 With(Members(s, body.group), from, <<s.incarnations[from], body.serial>>))
          [] body.type = "Left" ->
               Changed(self, s, body.group, Without(Members(s, body.group), {from}))
          [] body.type = "Said" ->
               Taken(s, IF IsIn(self, s, body.group)
                        THEN <<Deliver(body.group, from, body.payload)>> ELSE <<>>)
      outcome == ReceivedOutcome(s, from, message)
  IN IF outcome = "Taken" THEN taken ELSE Refused(s, outcome)

-----------------------------------------------------------------------------
(* JoinRequested: a process of this node wants to be in a group. *)

JoinRequestedOutcome(s, group) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF group \in DOMAIN s.local THEN "ALREADY_JOINED"
  ELSE "Taken"

JoinRequested(self, s, group) ==
  Guarded(JoinRequestedOutcome(s, group), s,
    Send([s EXCEPT !.local = With(s.local, group, s.serial), !.serial = @ + 1],
      Joined(group, s.serial)))

-----------------------------------------------------------------------------
(* LeaveRequested: a process of this node leaves a group. *)

LeaveRequestedOutcome(s, group) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF group \notin DOMAIN s.local THEN "NOT_JOINED"
  ELSE "Taken"

LeaveRequested(self, s, group) ==
  LET outcome == LeaveRequestedOutcome(s, group)
  IN IF outcome = "Taken"
     THEN Send([s EXCEPT !.local = Without(s.local, {group})], Left(group, s.local[group]))
     ELSE Refused(s, outcome)

-----------------------------------------------------------------------------
(* SendRequested: a process of this node speaks to its group. *)

SendRequestedOutcome(s, group) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF group \notin DOMAIN s.local THEN "NOT_JOINED"
  ELSE "Taken"

SendRequested(self, s, group, payload) ==
  LET outcome == SendRequestedOutcome(s, group)
  IN IF outcome = "Taken" THEN Send(s, Said(group, s.local[group], payload))
     ELSE Refused(s, outcome)

-----------------------------------------------------------------------------
(* TransferOverdue: announcements have not all come in time. *)

TransferOverdueOutcome(s) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE IF s.phase # "Transferring" THEN "NOT_TRANSFERRING"
  ELSE "Taken"

TransferOverdue(self, s) ==
  LET outcome == TransferOverdueOutcome(s)
  IN IF outcome = "Taken" THEN Taken(s, <<Multicast(s.view.id, Announced(s))>>)
     ELSE Refused(s, outcome)

-----------------------------------------------------------------------------
(* EngineLost: the node is in no view any more, nor will be. *)

EngineLostOutcome(s) ==
  IF s.phase = "Lost" THEN "LOST"
  ELSE "Taken"

EngineLost(self, s) ==
  LET Told(effects, group) == Append(effects, TellDisconnected(group))
  IN Guarded(EngineLostOutcome(s), s,
       Taken([s EXCEPT !.phase = "Lost", !.local = <<>>, !.waiting = <<>>, !.view = NoNodes,
                       !.announced = <<>>, !.changes = 0],
         Fold(Told, <<>>, InOrder(DOMAIN s.local))))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Step(self, s, event) ==
  CASE event.type = "NodesChanged" -> NodesChanged(self, s, event.view)
    [] event.type = "Received" -> Received(self, s, event.from, event.message)
    [] event.type = "JoinRequested" -> JoinRequested(self, s, event.group)
    [] event.type = "LeaveRequested" -> LeaveRequested(self, s, event.group)
    [] event.type = "SendRequested" -> SendRequested(self, s, event.group, event.payload)
    [] event.type = "TransferOverdue" -> TransferOverdue(self, s)
    [] event.type = "EngineLost" -> EngineLost(self, s)

-----------------------------------------------------------------------------
(* What is true of every state of a node; the code checks the same in production. *)

SerialsAreUsedOnce(s) ==
  /\ \A g \in DOMAIN s.local : s.local[g] < s.serial
  /\ \A g, h \in DOMAIN s.local : s.local[g] = s.local[h] => g = h
MembersAreNodes(s) ==
  s.phase = "Agreed" => \A g \in DOMAIN s.members : DOMAIN s.members[g] \subseteq s.view.nodes
MembersAreOfTheirNodes(s) ==
  \A g \in DOMAIN s.members : \A n \in DOMAIN s.members[g] :
    n \in DOMAIN s.incarnations /\ s.members[g][n][1] = s.incarnations[n]
AnnouncersAreNodes(s) == s.phase = "Transferring" => DOMAIN s.announced \subseteq s.view.nodes
ATransferThatLastsLacksANode(s) ==
  s.phase = "Transferring" => Cardinality(DOMAIN s.announced) < Cardinality(s.view.nodes)
NothingWaitsInAgreement(s) == s.phase = "Agreed" => s.waiting = <<>>
ChangesAreCounted(s) == s.phase = "Agreed" => s.changes >= 1
ALostNodeHasNoMembers(s) == s.phase = "Lost" => s.local = <<>>

=============================================================================
