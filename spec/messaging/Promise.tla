------------------------------ MODULE Promise ------------------------------
(***************************************************************************)
(* What the members of a process group may rely on, whatever engine is     *)
(* under it: weak extended virtual synchrony. This is lib/Bus with less    *)
(* promised, and all that is promised.                                     *)
(*                                                                         *)
(* All who are in one place, a view of the engine's, get what is said      *)
(* there in one order, each once, and a sender's in its order, from a      *)
(* member of the view that they were told last. The views that a process   *)
(* is told grow. Who is parted from its place may lose any end of what was *)
(* said there: no two need lose the same. It may also never be told a view *)
(* that ended early. What a process says while it is parted may be heard   *)
(* in its next place or by nobody, which Bus does not allow.               *)
(*                                                                         *)
(* A pause is no step: who hears nothing for any time is paused.           *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANT Process

VARIABLES
  place,   \* where each process is: the engine's view, or Nowhere
  inbox,   \* what each has yet to hear: views [type, id, members], and what was said
  told,    \* the view that each was told last, [id, members], or NoView
  said     \* what was said so far, <<process, number>>

vars == <<place, inbox, told, said>>

Nowhere == <<>>
NoView == <<>>

Init ==
  /\ place = [p \in Process |-> Nowhere]
  /\ inbox = [p \in Process |-> <<>>]
  /\ told = [p \in Process |-> NoView]
  /\ said = {}

Views(p) == {i \in 1..Len(inbox[p]) : inbox[p][i].type = "View"}

(* The last view that p will be told, of those that are under way, or was told. *)
LastView(p) ==
  IF Views(p) = {} THEN told[p]
  ELSE LET last == CHOOSE i \in Views(p) : \A j \in Views(p) : j <= i
       IN [id |-> inbox[p][last].id, members |-> inbox[p][last].members]

Later(view, id) ==
  view = NoView \/ view.id[1] < id[1] \/ (view.id[1] = id[1] /\ view.id[2] < id[2])

(* These are nowhere for now: the engine forms another view with them. *)
Parted(who) ==
  /\ place' = [p \in Process |-> IF p \in who THEN Nowhere ELSE place[p]]
  /\ UNCHANGED <<inbox, told, said>>

(* All who get a view are in it and get the same one. *)
Formed(who, where, item) ==
  /\ where # Nowhere
  /\ item.type = "View"
  /\ who \subseteq item.members
  /\ \A p \in who : Later(LastView(p), item.id)
  /\ \A p \in who : place[p] \in {Nowhere, where}
  /\ \A p \in Process \ who : place[p] # where
  /\ inbox' = [p \in Process |-> IF p \in who THEN Append(inbox[p], item) ELSE inbox[p]]
  /\ place' = [p \in Process |-> IF p \in who THEN where ELSE place[p]]
  /\ UNCHANGED <<told, said>>

(* What p says comes to all in a place of which p is a member, or to nobody. *)
Spoken(p, number, where) ==
  LET hearers == {q \in Process : place[q] = where}
  IN /\ \A s \in said : s[1] = p => s[2] < number
     /\ said' = said \cup {<<p, number>>}
     /\ IF where = Nowhere THEN place[p] = Nowhere /\ inbox' = inbox
        ELSE /\ \A q \in hearers : p \in LastView(q).members
             /\ inbox' = [q \in Process |->
                  IF q \in hearers
                  THEN Append(inbox[q], [type |-> "Said", from |-> p, payload |-> number])
                  ELSE inbox[q]]
     /\ UNCHANGED <<place, told>>

Heard(p) ==
  /\ inbox[p] # <<>>
  /\ inbox' = [inbox EXCEPT ![p] = Tail(@)]
  /\ LET item == Head(inbox[p])
     IN IF item.type = "View"
        THEN told' = [told EXCEPT ![p] = [id |-> item.id, members |-> item.members]]
        ELSE item.from \in told[p].members /\ told' = told
  /\ UNCHANGED <<place, said>>

(* Of what was said in places that p is in no more any end may be lost, and views with it. *)
Lost(p) ==
  /\ \/ place[p] = Nowhere /\ inbox' = [inbox EXCEPT ![p] = <<>>]
     \/ \E i \in Views(p) : i > 1 /\ inbox' = [inbox EXCEPT ![p] = SubSeq(@, i, Len(@))]
  /\ UNCHANGED <<place, told, said>>

(* p is in the group no more: it left, it crashed, or its engine is gone. *)
Left(p) ==
  /\ place' = [place EXCEPT ![p] = Nowhere]
  /\ inbox' = [inbox EXCEPT ![p] = <<>>]
  /\ told' = [told EXCEPT ![p] = NoView]
  /\ UNCHANGED said

Places == {place[p] : p \in Process} \cup {place'[p] : p \in Process}

Next ==
  \/ \E who \in SUBSET Process \ {{}} :
       \/ Parted(who)
       \/ \E where \in Places :
            LET q == CHOOSE p \in who : TRUE
            IN inbox'[q] # <<>> /\ Formed(who, where, inbox'[q][Len(inbox'[q])])
  \/ \E s \in said' \ said, where \in Places : Spoken(s[1], s[2], where)
  \/ \E p \in Process : Heard(p) \/ Lost(p) \/ Left(p)

Spec == Init /\ [][Next]_vars

=============================================================================
