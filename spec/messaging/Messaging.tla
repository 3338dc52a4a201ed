----------------------------- MODULE Messaging -----------------------------
(***************************************************************************)
(* Process groups over the weakest engine: the nodes of MessagingNode on   *)
(* the bus, and all that the world may do to them. The engine here knows   *)
(* nodes and views of nodes, and takes what a node says some time before   *)
(* it gives it its place in the order; until then it is lost with its      *)
(* node. What the processes see of it stands below.                        *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bus, Epochs, Steps

CONSTANTS
  Node,        \* numbers, in the order of the nodes' names
  Group,       \* numbers, in the order of the groups' names
  Votes, TwoNode, WaitForAll,   \* what the configuration says of the quorum
  Joining, Leaving, Speaking,   \* the nodes whose processes do so
  MaxViews,    \* how many views of nodes the engine forms
  MaxStays,    \* how often processes of a node join, in one life of the node
  MaxSpoken,   \* how much processes say
  MaxFaults,   \* how often a node restarts, or its engine is lost
  Strays,      \* whether things come that have to be refused
  MaxInbox     \* no timer makes a node say more while an inbox is that full

VARIABLES
  node,        \* each node's state
  sending,     \* what each node has said that has no place in the order yet
  told,        \* of each process, the views that it was told at last: one, or that some were gone
               \* and one; <<>> while it is in no view
  got,         \* what each process was given in its stay
  spoken,      \* how much processes said
  said,        \* what of it has a place in the order: <<node, group, number>>
  faults,
  bus

vars == <<node, sending, told, got, spoken, said, faults, bus>>

N == INSTANCE MessagingNode

Init ==
  /\ node = [n \in Node |-> N!Started(1)]
  /\ sending = [n \in Node |-> <<>>]
  /\ told = [n \in Node |-> [g \in Group |-> <<>>]]
  /\ got = [n \in Node |-> [g \in Group |-> <<>>]]
  /\ spoken = 0
  /\ said = {}
  /\ faults = 0
  /\ bus = NoBus(Node)

-----------------------------------------------------------------------------
(* Carrying out effects *)

OfGroup(does, type, group) ==
  LET Is(effect) == effect.type = type /\ effect.group = group
  IN SelectSeq(does, Is)

SaidBy(does) ==
  LET Is(effect) == effect.type = "Multicast"
      chosen == SelectSeq(does, Is)
  IN [i \in 1..Len(chosen) |-> chosen[i].message]

ToldAfter(n, step, g) ==
  LET views == OfGroup(step.does, "TellView", g)
  IN IF g \notin DOMAIN step.to.local THEN <<>>
     ELSE IF views = <<>> THEN told[n][g]
     ELSE [i \in 1..Len(views) |-> views[i].view]

GotAfter(n, step, g) ==
  LET given == OfGroup(step.does, "Deliver", g)
  IN IF g \notin DOMAIN step.to.local THEN <<>>
     ELSE got[n][g] \o [i \in 1..Len(given) |-> <<given[i].from, given[i].payload>>]

(* n takes the step, with this bus. *)
Take(n, step, after) ==
  /\ node' = [node EXCEPT ![n] = step.to]
  /\ sending' = [sending EXCEPT ![n] = @ \o SaidBy(step.does)]
  /\ told' = [told EXCEPT ![n] = [g \in Group |-> ToldAfter(n, step, g)]]
  /\ got' = [got EXCEPT ![n] = [g \in Group |-> GotAfter(n, step, g)]]
  /\ bus' = after

-----------------------------------------------------------------------------
(* What a node hears of its engine. The outcome o is a parameter of each action, so that every *)
(* edge of the state graph names the guard that decided.                                       *)

NodesChanged(n, o) ==
  /\ Hears(bus, n, "View")
  /\ LET view == Next1(bus, n)
     IN /\ o = N!NodesChangedOutcome(n, node[n], view)
        /\ Take(n, N!NodesChanged(n, node[n], view), Heard(bus, n))
  /\ UNCHANGED <<spoken, said, faults>>

(* An engine that gives one view twice does no harm. *)
NodesRepeated(n, o) ==
  /\ Strays
  /\ N!HasView(node[n])
  /\ LET view == ViewItem(node[n].view.id, node[n].view.nodes)
     IN /\ o = N!NodesChangedOutcome(n, node[n], view)
        /\ Take(n, N!NodesChanged(n, node[n], view), bus)
  /\ UNCHANGED <<spoken, said, faults>>

(* Nor does one that gives the view of others. *)
NodesStrayed(n, m, o) ==
  /\ Strays
  /\ n # m
  /\ LET view == ViewItem(<<MaxViews + 1, m>>, {m})
     IN /\ o = N!NodesChangedOutcome(n, node[n], view)
        /\ Take(n, N!NodesChanged(n, node[n], view), bus)
  /\ UNCHANGED <<spoken, said, faults>>

(* kind is that of what was said, so that an edge tells it. *)
Received(n, kind, o) ==
  /\ Hears(bus, n, "Said")
  /\ Next1(bus, n).message.body.type = kind
  /\ LET item == Next1(bus, n)
     IN /\ o = N!ReceivedOutcome(node[n], item.from, item.message)
        /\ Take(n, N!Received(n, node[n], item.from, item.message), Heard(bus, n))
  /\ UNCHANGED <<spoken, said, faults>>

(* A process that never joined speaks; or joins before all is known, or by a node that is not in *)
(* the view. In whatever way such a message came here, it is refused.                            *)
Strayed(n, m, g) ==
  IF node[n].phase = "Agreed" /\ m \in node[n].view.nodes THEN N!Said(g, 0, 0) ELSE N!Joined(g, 0)

MessageStrayed(n, m, g, o) ==
  /\ Strays
  /\ N!HasView(node[n])
  /\ LET message == [view |-> node[n].view.id, body |-> Strayed(n, m, g)]
     IN /\ o = N!ReceivedOutcome(node[n], m, message)
        /\ Take(n, N!Received(n, node[n], m, message), bus)
  /\ UNCHANGED <<spoken, said, faults>>

TransferOverdue(n, o) ==
  /\ o = N!TransferOverdueOutcome(node[n])
  /\ o = "Taken" => sending[n] = <<>> /\ Room(bus, n, MaxInbox)
  /\ Take(n, N!TransferOverdue(n, node[n]), bus)
  /\ UNCHANGED <<spoken, said, faults>>

(* The engine puts the node out; that it does so twice changes nothing. *)
EngineLost(n, o) ==
  /\ o = N!EngineLostOutcome(node[n])
  /\ o = "Taken" => faults < MaxFaults
  /\ LET step == N!EngineLost(n, node[n])
     IN /\ node' = [node EXCEPT ![n] = step.to]
        /\ sending' = [sending EXCEPT ![n] = <<>>]
        /\ told' = [told EXCEPT ![n] = [g \in Group |-> ToldAfter(n, step, g)]]
        /\ got' = [got EXCEPT ![n] = [g \in Group |-> GotAfter(n, step, g)]]
        /\ bus' = Leave(bus, n)
  /\ faults' = IF o = "Taken" THEN faults + 1 ELSE faults
  /\ UNCHANGED <<spoken, said>>

-----------------------------------------------------------------------------
(* What its processes ask of it *)

JoinRequested(n, g, o) ==
  /\ o = N!JoinRequestedOutcome(node[n], g)
  /\ o = "Taken" => n \in Joining /\ node[n].serial <= MaxStays
  /\ Take(n, N!JoinRequested(n, node[n], g), bus)
  /\ UNCHANGED <<spoken, said, faults>>

LeaveRequested(n, g, o) ==
  /\ o = N!LeaveRequestedOutcome(node[n], g)
  /\ o = "Taken" => n \in Leaving
  /\ Take(n, N!LeaveRequested(n, node[n], g), bus)
  /\ UNCHANGED <<spoken, said, faults>>

SendRequested(n, g, o) ==
  /\ o = N!SendRequestedOutcome(node[n], g)
  /\ o = "Taken" => n \in Speaking /\ spoken < MaxSpoken
  /\ Take(n, N!SendRequested(n, node[n], g, spoken + 1), bus)
  /\ spoken' = IF o = "Taken" THEN spoken + 1 ELSE spoken
  /\ UNCHANGED <<said, faults>>

-----------------------------------------------------------------------------
(* What the world does *)

(* Nodes are parted, or come together. What has no place in the order by then is lost for all. *)
ViewFormed(members) ==
  /\ bus.views < MaxViews
  /\ bus' = FormView(bus, members)
  /\ sending' = [n \in Node |-> IF n \in members THEN <<>> ELSE sending[n]]
  /\ UNCHANGED <<node, told, got, spoken, said, faults>>

(* What n said first of what is under way gets its place in the order: that of a later view, if  *)
(* the node does not know yet that its own has ended.                                            *)
Ordered(n) ==
  /\ sending[n] # <<>>
  /\ bus.at[n] # NoView
  /\ LET message == Head(sending[n])
     IN /\ bus' = Say(bus, n, message)
        /\ sending' = [sending EXCEPT ![n] = Tail(@)]
        /\ said' = IF message.body.type = "Said"
                   THEN said \cup {<<n, message.body.group, message.body.payload>>} ELSE said
  /\ UNCHANGED <<node, told, got, spoken, faults>>

(* What n has not heard of a view that has ended is lost, maybe the view itself with it. *)
Lost(n) ==
  /\ CanLose(bus, n)
  /\ bus' = Lose(bus, n)
  /\ UNCHANGED <<node, sending, told, got, spoken, said, faults>>

(* A node ends, and is there again at once; it knows nothing and is in no view. *)
Restarted(n) ==
  /\ faults < MaxFaults
  /\ faults' = faults + 1
  /\ node' = [node EXCEPT ![n] = N!Started(@.incarnation + 1)]
  /\ sending' = [sending EXCEPT ![n] = <<>>]
  /\ told' = [told EXCEPT ![n] = [g \in Group |-> <<>>]]
  /\ got' = [got EXCEPT ![n] = [g \in Group |-> <<>>]]
  /\ bus' = Leave(bus, n)
  /\ UNCHANGED <<spoken, said>>

-----------------------------------------------------------------------------
BodyKinds == {"Announced", "Joined", "Left", "Said"}

Next ==
  \/ \E n \in Node, o \in {"Taken", "LOST", "OLD_VIEW", "NOT_OUR_VIEW"} :
       \/ NodesChanged(n, o)
       \/ NodesRepeated(n, o)
       \/ \E m \in Node : NodesStrayed(n, m, o)
  \/ \E n \in Node,
        o \in {"Taken", "LOST", "OTHER_VIEW", "UNKNOWN_SENDER", "TOO_EARLY", "ANNOUNCED_ALREADY",
               "SENDER_NOT_IN_GROUP"} :
       \/ \E kind \in BodyKinds : Received(n, kind, o)
       \/ \E m \in Node, g \in Group : MessageStrayed(n, m, g, o)
  \/ \E n \in Node, g \in Group, o \in {"Taken", "LOST", "ALREADY_JOINED"} : JoinRequested(n, g, o)
  \/ \E n \in Node, g \in Group, o \in {"Taken", "LOST", "NOT_JOINED"} :
       LeaveRequested(n, g, o) \/ SendRequested(n, g, o)
  \/ \E n \in Node, o \in {"Taken", "LOST", "NOT_TRANSFERRING"} : TransferOverdue(n, o)
  \/ \E n \in Node, o \in {"Taken", "LOST"} : EngineLost(n, o)
  \/ \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  \/ \E n \in Node : Ordered(n) \/ Lost(n) \/ Restarted(n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Every node's own invariants *)

SerialsAreUsedOnce == \A n \in Node : N!SerialsAreUsedOnce(node[n])
MembersAreNodes == \A n \in Node : N!MembersAreNodes(node[n])
MembersAreOfTheirNodes == \A n \in Node : N!MembersAreOfTheirNodes(node[n])
AnnouncersAreNodes == \A n \in Node : N!AnnouncersAreNodes(node[n])
ATransferThatLastsLacksANode == \A n \in Node : N!ATransferThatLastsLacksANode(node[n])
NothingWaitsInAgreement == \A n \in Node : N!NothingWaitsInAgreement(node[n])
ChangesAreCounted == \A n \in Node : N!ChangesAreCounted(node[n])
ALostNodeHasNoMembers == \A n \in Node : N!ALostNodeHasNoMembers(node[n])

(* Whoever is agreed has heard all that there was to be announced. *)
AgreedHeardAll == \A n \in Node : node[n].phase = "Agreed" => node[n].announced = <<>>

(* And of their engine *)

NodesAreInTheirViews == \A n \in Node : N!HasView(node[n]) => n \in node[n].view.nodes

(* Who is agreed does not go back to a view that was there before. *)
NodesGoOn ==
  [][\A n \in Node :
      (node[n].phase = "Agreed" /\ node'[n].phase = "Transferring")
      => Number(node[n].view.id) < Number(node'[n].view.id)]_vars

(* A node whose engine is gone does nothing until it is started anew. *)
LostStaysLost ==
  [][\A n \in Node :
      (node[n].phase = "Lost" /\ node'[n].incarnation = node[n].incarnation)
      => node'[n] = node[n]]_vars

(* What is said in a view changes nothing in another one. *)
HeardInItsView ==
  [][\A n \in Node :
      (IF Hears(bus, n, "Said") /\ bus'.at[n] # NoView
       THEN bus'.inbox[n] = Tail(bus.inbox[n]) ELSE FALSE)
      => \/ IF N!HasView(node[n]) THEN Next1(bus, n).message.view = node[n].view.id ELSE FALSE
         \/ node'[n] = node[n] /\ told'[n] = told[n] /\ got'[n] = got[n]]_vars

(* An engine is lost once. *)
LostOnce == [][faults' # faults => node' # node]_vars

-----------------------------------------------------------------------------
(* What the processes see *)

Last(seq) == seq[Len(seq)]

InView(n, g) == told[n][g] # <<>>

(* Whoever is told a view is in it. *)
ToldAreMembers ==
  \A n \in Node, g \in Group : \A i \in 1..Len(told[n][g]) :
    n \in told[n][g][i].members /\ told[n][g][i].members \subseteq told[n][g][i].nodes

(* One name, one view. *)
OneViewAName ==
  \A n, m \in Node, g \in Group :
    InView(n, g) /\ InView(m, g) /\ Last(told[n][g]).id = Last(told[m][g]).id
      => Last(told[n][g]) = Last(told[m][g])

(* Of two sides of a partition at most one is quorate, unless fencing is to decide. *)
OnePartIsQuorate ==
  \A n, m \in Node, g \in Group :
    InView(n, g) /\ InView(m, g) /\ ~TwoNode
      /\ Last(told[n][g]).quorate /\ Last(told[m][g]).quorate
      => Last(told[n][g]).nodes \cap Last(told[m][g]).nodes # {}

(* Nothing is given twice, and a sender's in the order in which it was said. *)
OnceAndInOrder ==
  \A n \in Node, g \in Group : \A i, j \in 1..Len(got[n][g]) :
    i < j /\ got[n][g][i][1] = got[n][g][j][1] => got[n][g][i][2] < got[n][g][j][2]

(* What two processes were both given came to both in one order. *)
AgreedOrder ==
  \A n, m \in Node, g \in Group : \A i, j \in 1..Len(got[n][g]), k, l \in 1..Len(got[m][g]) :
    i < j /\ got[n][g][i] = got[m][g][k] /\ got[n][g][j] = got[m][g][l] => k < l

(* Nothing is given that was not said, or to another group. *)
GivenWasSaid ==
  \A n \in Node, g \in Group : \A i \in 1..Len(got[n][g]) :
    <<got[n][g][i][1], g, got[n][g][i][2]>> \in said

Gives(n, g) == Len(got'[n][g]) > Len(got[n][g])

(* A message comes from a member of the view that was told last. *)
SenderIsMember ==
  [][\A n \in Node, g \in Group :
      Gives(n, g) => InView(n, g) /\ Last(got'[n][g])[1] \in Last(told[n][g]).members]_vars

ViewsGrow ==
  [][\A n \in Node, g \in Group :
      (InView(n, g) /\ told'[n][g] # told[n][g] /\ told'[n][g] # <<>>)
      => \/ Last(told[n][g]).id[1] < Last(told'[n][g]).id[1]
         \/ /\ Last(told[n][g]).id[1] = Last(told'[n][g]).id[1]
            /\ Last(told[n][g]).id[2] < Last(told'[n][g]).id[2]]_vars

(* Who went and came back between two views is told to be gone first. *)
GoneIsTold ==
  [][\A n, m \in Node, g \in Group :
      (/\ InView(n, g) /\ told'[n][g] # <<>> /\ told'[n][g] # told[n][g]
       /\ m \in DOMAIN N!Members(node[n], g) \cap DOMAIN N!Members(node'[n], g)
       /\ N!Members(node[n], g)[m] # N!Members(node'[n], g)[m])
      => Len(told'[n][g]) = 2 /\ m \notin told'[n][g][1].members]_vars

(* And so is a node. *)
GoneNodeIsTold ==
  [][\A n, m \in Node, g \in Group :
      (/\ InView(n, g) /\ told'[n][g] # <<>> /\ told'[n][g] # told[n][g]
       /\ m \in DOMAIN node[n].incarnations \cap DOMAIN node'[n].incarnations
       /\ node[n].incarnations[m] # node'[n].incarnations[m])
      => Len(told'[n][g]) = 2 /\ m \notin told'[n][g][1].nodes]_vars

(* Who is told a view of other nodes without having got what it said knows that nobody in that *)
(* view will get it any more.                                                                  *)
UnheardIsUnheard ==
  [][\A n, m \in Node, g \in Group : Gives(m, g) =>
      LET item == Last(got'[m][g])
      IN (/\ item[1] = n /\ InView(n, g)
          /\ item \notin {got[n][g][i] : i \in 1..Len(got[n][g])}
          /\ m \in Last(told[n][g]).nodes)
         => Last(told[n][g]).id[1] <= Last(told[m][g]).id[1]]_vars

=============================================================================
