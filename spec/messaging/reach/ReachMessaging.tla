--------------------------- MODULE ReachMessaging ---------------------------
(***************************************************************************)
(* Goals that must be reachable, and promises that must not be made, each  *)
(* said as the claim of the contrary: TLC has to find the claim violated.  *)
(***************************************************************************)
EXTENDS Messaging

First == Least(Group)

(* All are in one view of the group. *)
NobodyMeets == ~\A n \in Node : InView(n, First) /\ Last(told[n][First]).members = Node

(* No same set across a partition: who has lost what it said itself goes on with one that got it. *)
SpeakersHearThemselves ==
  ~\E n, m \in Node :
    /\ InView(n, First) /\ InView(m, First)
    /\ Last(told[n][First]) = Last(told[m][First])
    /\ bus.inbox[m] = <<>>
    /\ \E i \in 1..Len(got[n][First]) :
         got[n][First][i][1] = m /\ \A j \in 1..Len(got[m][First]) : got[m][First][j] # got[n][First][i]

(* A member is never told a view that another one acts in. *)
MembersAreTold ==
  ~\E n, m \in Node :
    /\ InView(m, First) /\ n \in Last(told[m][First]).members
    /\ ~InView(n, First)
    /\ N!HasView(node[n]) /\ Number(node[n].view.id) > Last(told[m][First]).id[1]

(* One went and came back between two views. *)
NobodyIsGone == \A n \in Node : Len(told[n][First]) < 2

(* What is said before all is known waits, and is heard later. *)
NothingWaits == \A n \in Node : \A i \in 1..Len(node[n].waiting) : node[n].waiting[i].type # "Said"

(* Both sides of a partition go on, each in a view of its own. *)
NobodyIsParted ==
  ~\E n, m \in Node :
    /\ InView(n, First) /\ Last(told[n][First]).nodes = {n}
    /\ InView(m, First) /\ Last(told[m][First]).nodes = {m} /\ n # m

=============================================================================
