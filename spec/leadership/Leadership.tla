----------------------------- MODULE Leadership -----------------------------
(***************************************************************************)
(* Who may begin a term of the CIB in a two-node cluster, and why nothing  *)
(* that was acknowledged is lost by it. This is an abstract specification: *)
(* a round, and a change, are one step each for all that take part. How    *)
(* they come about in the open is the matter of Join and Cib.              *)
(*                                                                         *)
(* Two sets of one node each have no node in common. What stands for the   *)
(* majority is fencing: whoever leads alone has made sure that the other   *)
(* is dead, and the other, when it is back, does not lead before it has    *)
(* heard what was done without it.                                         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Epochs

CONSTANTS MaxEpoch, MaxViews, MaxChanges, MaxFencings, MaxRestarts

Node == {1, 2}
Other(n) == 3 - n

VARIABLES
  node,     \* what each controller remembers, or Down
  copy,     \* what each replica has: [term, seen, holds, ledIn]
  view,     \* the number of the view that each node is in, 0 for none
  views,    \* the nodes of each view
  rounds,   \* the last round of each view: NoRound or [epoch, both, synchronised, leads]
  results,  \* the round in which each node has had the other fenced, until its controller hears
            \* of it; else 0
  changes,  \* of clients: the term in which each was acknowledged, or <<>>
  faults    \* [fencings, restarts]

vars == <<node, copy, view, views, rounds, results, changes, faults>>

N == INSTANCE LeadershipNode

Down == <<>>
NoRound == <<>>
Open == <<>>
Up(n) == node[n] # Down

(* Both are in one view and in step: the first round, which both took part in, has ended. *)
Init ==
  /\ node = [n \in Node |-> N!AckHeard(N!OfferTaken(N!Started, 1, TRUE), TRUE)]
  /\ copy = [n \in Node |-> [term |-> <<1, 1>>, seen |-> 1, holds |-> <<>>, ledIn |-> 1]]
  /\ view = [n \in Node |-> 1]
  /\ views = <<Node>>
  /\ rounds = <<[epoch |-> <<1, 1>>, both |-> TRUE, synchronised |-> TRUE, leads |-> TRUE]>>
  /\ results = [n \in Node |-> 0]
  /\ changes = <<>>
  /\ faults = [fencings |-> 0, restarts |-> 0]

-----------------------------------------------------------------------------
Here(v) == {n \in views[v] : view[n] = v}

(* n, the DC, begins a round, which the other takes part in, or is too late for. *)
RoundBegun(n, both) ==
  /\ Up(n) /\ view[n] # 0
  /\ LET v == view[n]
         seen == {copy[m].seen : m \in Here(v)}
         number == 1 + (CHOOSE s \in seen : \A t \in seen : s >= t)
         takePart == IF both THEN Node ELSE {n}
     IN /\ both => Here(v) = Node
        /\ number <= MaxEpoch
        /\ node' = [m \in Node |->
                     IF m \in takePart THEN N!OfferTaken(node[m], number, both) ELSE node[m]]
        /\ copy' = [m \in Node |->
                     IF m \in Here(v) THEN [copy[m] EXCEPT !.seen = number] ELSE copy[m]]
        /\ rounds' = [rounds EXCEPT ![v] = [epoch |-> <<number, n>>, both |-> both,
                                            synchronised |-> FALSE, leads |-> FALSE]]
  /\ UNCHANGED <<view, views, results, changes, faults>>

Better(a, b) ==
  \/ Before(copy[b].term, copy[a].term)
  \/ copy[a].term = copy[b].term /\ Len(copy[a].holds) > Len(copy[b].holds)

(* The replicas of v get the best CIB that one of them has. *)
Synchronised(v) ==
  /\ v \in DOMAIN views
  /\ rounds[v] # NoRound
  /\ ~rounds[v].synchronised
  /\ Here(v) = views[v]
  /\ LET dc == Coordinator(rounds[v].epoch)
         best == CHOOSE m \in Here(v) : \A o \in Here(v) : ~Better(o, m)
         leads == N!MayLead(node[dc], Here(v) = Node, copy[dc].ledIn = v)
     IN /\ copy' = [m \in Node |->
                     IF m \in Here(v)
                     THEN [copy[m] EXCEPT !.holds = copy[best].holds,
                                          !.term = IF leads THEN rounds[v].epoch ELSE copy[best].term,
                                          !.ledIn = IF leads THEN v ELSE 0]
                     ELSE copy[m]]
        /\ rounds' = [rounds EXCEPT ![v].synchronised = TRUE, ![v].leads = leads]
  /\ UNCHANGED <<node, view, views, results, changes, faults>>

(* n hears that the round is acknowledged. *)
Acknowledged(n) ==
  /\ Up(n) /\ view[n] # 0
  /\ LET v == view[n] IN
     /\ rounds[v] # NoRound
     /\ rounds[v].synchronised
     /\ rounds[v].both \/ Coordinator(rounds[v].epoch) = n
     /\ Number(rounds[v].epoch) = copy[n].seen
     /\ node' = [node EXCEPT ![n] = N!AckHeard(@, rounds[v].both)]
     /\ node' # node
  /\ UNCHANGED <<copy, view, views, rounds, results, changes, faults>>

(* A client's change reaches these replicas of v; it is acknowledged if they are all. *)
Changed(v, who) ==
  /\ v \in DOMAIN views
  /\ Len(changes) < MaxChanges
  /\ rounds[v] # NoRound
  /\ rounds[v].synchronised /\ rounds[v].leads
  /\ who # {} /\ who \subseteq Here(v)
  /\ \A m \in who : copy[m].term = rounds[v].epoch /\ copy[m].seen = Number(rounds[v].epoch)
  /\ copy' = [m \in Node |->
               IF m \in who
               THEN [copy[m] EXCEPT !.holds = Append(@, Len(changes) + 1)]
               ELSE copy[m]]
  /\ changes' = Append(changes, IF who = views[v] THEN rounds[v].epoch ELSE Open)
  /\ UNCHANGED <<node, view, views, rounds, results, faults>>

-----------------------------------------------------------------------------
(* What the world does *)

Formed(nodes) ==
  /\ Len(views) < MaxViews
  /\ \A n \in nodes : Up(n)
  /\ views' = Append(views, nodes)
  /\ view' = [n \in Node |-> IF n \in nodes THEN Len(views) + 1 ELSE view[n]]
  /\ rounds' = Append(rounds, NoRound)
  /\ UNCHANGED <<node, copy, results, changes, faults>>

Together == \E v \in DOMAIN views : Here(v) = Node

Met == ~Together /\ Formed(Node)

(* n sees that the other is not there; the other may see the same, or not for some time. *)
Alone(n) == (view[n] # 0 => views[view[n]] # {n}) /\ Formed({n})

(* Nothing is left of a node but what is on its disk. *)
Gone(n) ==
  /\ node' = [node EXCEPT ![n] = Down]
  /\ copy' = [copy EXCEPT ![n].ledIn = 0]
  /\ view' = [view EXCEPT ![n] = 0]

(* n, which has lost the other, has it powered off; its controller hears of that later. *)
Fenced(n) ==
  /\ faults.fencings < MaxFencings
  /\ Up(n) /\ view[n] # 0
  /\ views[view[n]] = {n}
  /\ rounds[view[n]] # NoRound
  /\ Gone(Other(n))
  /\ results' = [results EXCEPT ![n] = Number(rounds[view[n]].epoch), ![Other(n)] = 0]
  /\ faults' = [faults EXCEPT !.fencings = @ + 1]
  /\ UNCHANGED <<views, rounds, changes>>

FencingTold(n) ==
  /\ Up(n) /\ results[n] # 0
  /\ node' = [node EXCEPT ![n] = N!FencingTold(@, results[n])]
  /\ results' = [results EXCEPT ![n] = 0]
  /\ UNCHANGED <<copy, view, views, rounds, changes, faults>>

Booted(n) ==
  /\ ~Up(n)
  /\ node' = [node EXCEPT ![n] = N!Started]
  /\ UNCHANGED <<copy, view, views, rounds, results, changes, faults>>

Crashed(n) ==
  /\ faults.restarts < MaxRestarts
  /\ Up(n)
  /\ Gone(n)
  /\ results' = [results EXCEPT ![n] = 0]
  /\ faults' = [faults EXCEPT !.restarts = @ + 1]
  /\ UNCHANGED <<views, rounds, changes>>

(* Only the controller; its node's replica and fencer go on. *)
ControllerRestarted(n) ==
  /\ faults.restarts < MaxRestarts
  /\ Up(n)
  /\ node' = [node EXCEPT ![n] = N!Started]
  /\ faults' = [faults EXCEPT !.restarts = @ + 1]
  /\ UNCHANGED <<copy, view, views, rounds, results, changes>>

-----------------------------------------------------------------------------
Next ==
  \/ \E n \in Node, both \in BOOLEAN : RoundBegun(n, both)
  \/ \E v \in 1..MaxViews : Synchronised(v)
  \/ \E v \in 1..MaxViews, who \in SUBSET Node : Changed(v, who)
  \/ Met
  \/ \E n \in Node :
       \/ Alone(n) \/ Acknowledged(n) \/ Fenced(n) \/ Booted(n) \/ Crashed(n)
       \/ ControllerRestarted(n) \/ FencingTold(n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Holds(n, q) == \E i \in DOMAIN copy[n].holds : copy[n].holds[i] = q

(* What was acknowledged is in every copy of a later term. *)
AcknowledgedIsKept ==
  \A q \in DOMAIN changes, n \in Node :
    (changes[q] # Open /\ Before(changes[q], copy[n].term)) => Holds(n, q)

Prefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

OneHistoryATerm ==
  copy[1].term = copy[2].term =>
    Prefix(copy[1].holds, copy[2].holds) \/ Prefix(copy[2].holds, copy[1].holds)

LeadsAlone(n) ==
  /\ Up(n) /\ view[n] # 0
  /\ views[view[n]] = {n}
  /\ copy[n].ledIn = view[n]

(* Whoever leads alone leads alone: the other is down, or will not lead before they meet. *)
OtherIsOut ==
  \A n \in Node : LeadsAlone(n) =>
    /\ ~LeadsAlone(Other(n))
    /\ Up(Other(n)) => ~node[Other(n)].inStep

=============================================================================
