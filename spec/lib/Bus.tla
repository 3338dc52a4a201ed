-------------------------------- MODULE Bus --------------------------------
(***************************************************************************)
(* The weakest engine that a protocol may run on, as a value.              *)
(*                                                                         *)
(* The engine forms views. All who are in one view get what is said in it  *)
(* in one order. A node's inbox holds what it has yet to hear: messages    *)
(* and, between them, views. When a view has ended, a node may have heard  *)
(* any beginning of what was said in it, so the rest may be lost, for each *)
(* node another one; or it may never hear of the view at all. A node that  *)
(* still acts in a view that has ended says things in the view that the    *)
(* engine has it in by now.                                                *)
(*                                                                         *)
(* A pause needs no action: a node that takes no step for any time is      *)
(* paused. The process groups of the code (spec/messaging) promise less in *)
(* one thing: what a node said last may be lost for all when its view      *)
(* ends, also for those who stay behind. Models of that (...Weak) are made *)
(* with Unsay.                                                             *)
(***************************************************************************)
EXTENDS Integers, Sequences, Epochs

(* A view's id: its number and its creator. *)
NoView == <<>>

(* views: how many were formed; at: the view that the engine has each node in. *)
NoBus(nodes) ==
  [views |-> 0, at |-> [n \in nodes |-> NoView], inbox |-> [n \in nodes |-> <<>>]]

ViewItem(id, members) == [type |-> "View", id |-> id, members |-> members]

SaidItem(from, message) == [type |-> "Said", from |-> from, message |-> message]

Hearers(bus, n) == {m \in DOMAIN bus.at : bus.at[m] = bus.at[n]}

(* n says something in its view; who is in no view is heard by nobody. *)
Say(bus, n, message) ==
  IF bus.at[n] = NoView THEN bus
  ELSE [bus EXCEPT !.inbox =
         [m \in DOMAIN bus.inbox |->
           IF m \in Hearers(bus, n)
           THEN Append(bus.inbox[m], SaidItem(n, message))
           ELSE bus.inbox[m]]]

(* Whether another message of n's finds no inbox full. *)
Room(bus, n, limit) == \A m \in Hearers(bus, n) : Len(bus.inbox[m]) < limit

FormView(bus, members) ==
  LET id == <<bus.views + 1, Least(members)>>
  IN [views |-> bus.views + 1,
      at |-> [n \in DOMAIN bus.at |-> IF n \in members THEN id ELSE bus.at[n]],
      inbox |-> [n \in DOMAIN bus.inbox |->
                  IF n \in members
                  THEN Append(bus.inbox[n], ViewItem(id, members))
                  ELSE bus.inbox[n]]]

Hears(bus, n, type) == bus.inbox[n] # <<>> /\ Head(bus.inbox[n]).type = type

Next1(bus, n) == Head(bus.inbox[n])

Heard(bus, n) == [bus EXCEPT !.inbox[n] = Tail(@)]

ViewsAhead(bus, n) == {i \in 1..Len(bus.inbox[n]) : bus.inbox[n][i].type = "View"}

(* What n has not heard of a view that has ended may be lost, and that view with it. *)
CanLose(bus, n) == ViewsAhead(bus, n) \ {1} # {}

Lose(bus, n) ==
  [bus EXCEPT !.inbox[n] = SubSeq(@, Least(ViewsAhead(bus, n) \ {1}), Len(@))]

(* What n said last and nobody has heard yet, in the view that all who would hear it are in. *)
LastSaid(bus, n, m) ==
  {i \in 1..Len(bus.inbox[m]) :
    /\ bus.inbox[m][i].type = "Said" /\ bus.inbox[m][i].from = n
    /\ \A j \in i + 1..Len(bus.inbox[m]) :
         bus.inbox[m][j].type = "Said" /\ bus.inbox[m][j].from # n}

CanUnsay(bus, n) ==
  /\ bus.at[n] # NoView
  /\ \A m \in Hearers(bus, n) : LastSaid(bus, n, m) # {}

(* It never got its place in the order: the view ends for n with it. *)
Unsay(bus, n) ==
  LET Without(seq, i) == SubSeq(seq, 1, i - 1) \o SubSeq(seq, i + 1, Len(seq))
  IN [bus EXCEPT !.inbox =
       [m \in DOMAIN bus.inbox |->
         IF m \in Hearers(bus, n)
         THEN Without(bus.inbox[m], Least(LastSaid(bus, n, m)))
         ELSE bus.inbox[m]]]

(* The node is gone; it is in no view until the engine forms one with it. *)
Leave(bus, n) == [bus EXCEPT !.at[n] = NoView, !.inbox[n] = <<>>]

=============================================================================
