----------------------------- MODULE Histories -----------------------------
(***************************************************************************)
(* The histories of fencers that leave, come back, crash and overlap: an   *)
(* abstract specification, in which what is said in a view is heard by     *)
(* some of its members at once, and never by the others. In a new view     *)
(* each fencer tells all that it knows, in one message, and what is pending of originators *)
(* that are not there, or were started anew, is presumed lost.             *)
(*                                                                         *)
(* Only the originator decides, and it decides once. A decision that was   *)
(* heard by nobody else but the originator, who was taken for lost, stands *)
(* nevertheless when the originator comes back with it.                    *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, HistoryNode

CONSTANTS Node, MaxOperations, MaxViews, MaxCrashes

VARIABLES
  known,   \* what each fencer knows; <<>> also while it is not there
  inc,     \* the incarnation of each fencer, 0 while it is not there
  view,    \* the number of the view that each is in
  views,   \* the members of each view
  said,    \* what each has told all in its view, in one message: <<>> if nothing is under way
  told,    \* who of a view has heard what was said by whom: <<from, to>>
  begun,   \* how many operations have begun
  world    \* [crashes, starts]

vars == <<known, inc, view, views, said, told, begun, world>>

Up(n) == inc[n] # 0

Peers(n) == {m \in Node : Up(m) /\ view[m] = view[n]}

Init ==
  /\ known = [n \in Node |-> <<>>]
  /\ inc = [n \in Node |-> 1]
  /\ view = [n \in Node |-> 1]
  /\ views = <<Node>>
  /\ said = [n \in Node |-> <<>>]
  /\ told = Node \X Node
  /\ begun = 0
  /\ world = [crashes |-> 0, starts |-> [n \in Node |-> 1]]

(* Whether nobody will decide the operation, as n sees it. *)
Gone(n, id) == id[2] \notin views[view[n]]

(* A client of n asks; these hear of it, n first. *)
Begun(n, hearers) ==
  /\ begun < MaxOperations
  /\ Up(n) /\ n \in hearers /\ hearers \subseteq Peers(n)
  /\ LET id == <<begun + 1, n, inc[n]>>
     IN known' = [m \in Node |-> IF m \in hearers THEN Heard(known[m], id, Pending) ELSE known[m]]
  /\ begun' = begun + 1
  /\ UNCHANGED <<inc, view, views, said, told, world>>

(* The originator decides, and hears its own decision with the others. *)
Decided(n, id, status, hearers) ==
  /\ Up(n) /\ id[2] = n /\ id[3] = inc[n]
  /\ IsPending(known[n], id)
  /\ n \in hearers /\ hearers \subseteq Peers(n)
  /\ known' = [m \in Node |->
                IF m \in hearers THEN Heard(known[m], id, Record(Concluded(status, n))) ELSE known[m]]
  /\ UNCHANGED <<inc, view, views, said, told, begun, world>>

(* to hears what from knows, and presumes what it then knows to be over. If that is of its own, *)
(* from before it was started anew, it tells again: others that have heard it already may hear  *)
(* of the operation only now.                                                                  *)
HistoryTold(from, to) ==
  /\ from # to /\ Up(from) /\ Up(to) /\ view[from] = view[to]
  /\ <<from, to>> \notin told
  /\ LET older(id) == id[2] = from /\ id[3] # inc[from]
         own(id) == id[2] = to /\ id[3] # inc[to]
         over(id) == older(id) \/ own(id) \/ Gone(to, id)
         ownOver == {id \in PendingIn(Told(known[to], said[from])) : own(id)}
         after == Presume(Told(known[to], said[from]), over)
     IN /\ known' = [known EXCEPT ![to] = after]
        /\ said' = IF ownOver # {} THEN [said EXCEPT ![to] = after] ELSE said
        /\ told' = IF ownOver # {} THEN (told \ {<<to, m>> : m \in Node \ {to}}) \cup {<<from, to>>}
                   ELSE told \cup {<<from, to>>}
  /\ UNCHANGED <<inc, view, views, begun, world>>

(* n hears that these are in one view now, or that it is alone; others hear of it later. *)
ViewFormed(members) ==
  /\ Len(views) < MaxViews
  /\ members # {} /\ \A n \in members : Up(n)
  /\ views' = Append(views, members)
  /\ view' = [n \in Node |-> IF n \in members THEN Len(views) + 1 ELSE view[n]]
  /\ told' = {p \in told : p[1] \notin members /\ p[2] \notin members}
               \cup {<<n, n>> : n \in members}
  /\ said' = [n \in Node |-> IF n \in members THEN known[n] ELSE said[n]]
  /\ known' = [n \in Node |->
                LET gone(id) == id[2] \notin members
                IN IF n \in members THEN Presume(known[n], gone) ELSE known[n]]
  /\ UNCHANGED <<inc, begun, world>>

Crashed(n) ==
  /\ world.crashes < MaxCrashes
  /\ Up(n)
  /\ inc' = [inc EXCEPT ![n] = 0]
  /\ known' = [known EXCEPT ![n] = <<>>]
  /\ said' = [said EXCEPT ![n] = <<>>]
  /\ view' = [view EXCEPT ![n] = 0]
  /\ told' = {p \in told : p[1] # n /\ p[2] # n}
  /\ world' = [world EXCEPT !.crashes = @ + 1]
  /\ UNCHANGED <<views, begun>>

Restarted(n) ==
  /\ ~Up(n)
  /\ inc' = [inc EXCEPT ![n] = world.starts[n] + 1]
  /\ world' = [world EXCEPT !.starts[n] = @ + 1]
  /\ UNCHANGED <<known, view, views, said, told, begun>>

Ids == (1..MaxOperations) \X Node \X (1..(MaxCrashes + 1))

Next ==
  \/ \E n \in Node, hearers \in SUBSET Node :
       \/ Begun(n, hearers)
       \/ \E id \in Ids, status \in {"FAILED", "SUCCEEDED"} : Decided(n, id, status, hearers)
  \/ \E from \in Node, to \in Node : HistoryTold(from, to)
  \/ \E members \in SUBSET Node : ViewFormed(members)
  \/ \E n \in Node : Crashed(n) \/ Restarted(n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* The merge, of all histories that there are *)

MergeIsCommutative == \A n, m \in Node : Merge(known[n], known[m]) = Merge(known[m], known[n])

MergeIsAssociative ==
  \A n, m, o \in Node :
    Merge(Merge(known[n], known[m]), known[o]) = Merge(known[n], Merge(known[m], known[o]))

MergeIsIdempotent ==
  \A n, m \in Node : LET both == Merge(known[n], known[m]) IN Merge(both, known[m]) = both

(* Nobody knows another decision than anybody else. *)
OneDecision ==
  \A n, m \in Node : \A id \in DOMAIN known[n] \cap DOMAIN known[m] :
    IsDecided(known[n], id) /\ IsDecided(known[m], id) => known[n][id] = known[m][id]

AllTold(v) == \A n, m \in views[v] : Up(n) /\ Up(m) /\ view[n] = v /\ view[m] = v /\ <<n, m>> \in told

(* Where all have told each other everything nothing is pending of an originator that is gone. *)
NothingPendsOfTheLost ==
  \A v \in DOMAIN views : AllTold(v) =>
    \A n \in views[v] : \A id \in PendingIn(known[n]) :
      id[2] \in views[v] /\ id[3] = inc[id[2]]

(* A finished record never turns pending, and a decision stands. *)
FinishedStays ==
  [][\A n \in Node : (Up(n) /\ inc'[n] = inc[n]) =>
      \A id \in DOMAIN known[n] :
        /\ HasEnded(known[n], id) => HasEnded(known'[n], id)
        /\ IsDecided(known[n], id) => known'[n][id] = known[n][id]]_vars

(* Nothing that was known is forgotten by who goes on. *)
NothingIsForgotten ==
  [][\A n \in Node : (Up(n) /\ inc'[n] = inc[n]) => DOMAIN known[n] \subseteq DOMAIN known'[n]]_vars

(* Whoever was told knows no less than what was said. *)
ToldIsKnown ==
  [][\A from, to \in Node : (<<from, to>> \in told' \ told /\ from # to) =>
      \A id \in DOMAIN said[from] :
        id \in DOMAIN known'[to]
          /\ ~Weaker(known'[to][id].conclusion, said[from][id].conclusion)]_vars

=============================================================================
