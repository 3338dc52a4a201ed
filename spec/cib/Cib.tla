-------------------------------- MODULE Cib --------------------------------
(***************************************************************************)
(* The replication of the CIB: the replicas of CibNode on the bus, and all *)
(* that the world may do to them. Controllers open rounds and clients ask  *)
(* for changes at any time, rightly or not. Each action's parameter o is   *)
(* the outcome of the step.                                                *)
(*                                                                         *)
(* In two-node mode one node is enough for a quorum. The controller of a   *)
(* node that has lost the other says that it acts for the whole cluster    *)
(* only when it has had it fenced, and was in step with it before: that    *)
(* this is enough, and what it takes, is the matter of spec/leadership.    *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bus, Steps

CONSTANTS
  Node,        \* numbers, in the order of the nodes' names
  Quorum,      \* how many nodes make a view quorate
  TwoNode,     \* whether this is two-node mode
  Kinds,       \* kinds of changes that clients ask for
  Coordinators,\* whose controllers open rounds
  Sources,     \* whose CIB they may prefer
  Claims,      \* what they may say of whether they act for the whole cluster
  Clients,     \* whose clients ask for changes
  MaxProposals,\* how many changes of one node may await their end
  Strays,      \* whether things come that have to be refused
  MaxEpoch, MaxViews, MaxRequests, MaxCrashes, MaxFailures, MaxDisconnects

VARIABLES
  replica,    \* each node's state, or Down
  disk,       \* what is on stable storage
  storing,    \* what is being put there, or <<>>
  retrying,   \* who waits to try again
  bus,
  views,      \* what each view is
  requests,   \* of clients, in order: [by, kind, result, term]
  heard,      \* what each controller was told last of a round: <<what, epoch>>
  world       \* [crashes, failures, disconnects, off, met, inStep, winner]

vars == <<replica, disk, storing, retrying, bus, views, requests, heard, world>>

(* A configuration is what was changed in it, in order. *)
Apply(conf, change) == [version |-> conf.version + 1, is |-> Append(conf.is, change.makes)]

N == INSTANCE CibNode

Down == <<>>
Up(n) == replica[n] # Down

Blank == [conf |-> [version |-> 0, is |-> <<>>], term |-> <<0, 0>>, seen |-> <<0, 0>>]

Init ==
  /\ disk = [n \in Node |-> Blank]
  /\ replica = [n \in Node |-> N!Started(Blank)]
  /\ storing = [n \in Node |-> <<>>]
  /\ retrying = {}
  /\ bus = NoBus(Node)
  /\ views = <<>>
  /\ requests = <<>>
  /\ heard = [n \in Node |-> <<>>]
  /\ world = [crashes |-> 0, failures |-> 0, disconnects |-> 0, off |-> {}, met |-> {},
              inStep |-> {}, winner |-> 0]

-----------------------------------------------------------------------------
(* Carrying out effects *)

(* n takes the step with outcome o; before it, this was the bus and this was being stored. *)
Take(n, step, o, heardBus, wasStoring) ==
  LET SayIt(b, e) == IF e.type = "Multicast" THEN Say(b, n, e.message) ELSE b
      StoreIt(st, e) == IF e.type = "Store" THEN <<e.stored>> ELSE st
      Answered(rs, e) ==
        CASE e.type = "TellChanged" ->
               [rs EXCEPT ![e.request].result = "changed", ![e.request].term = step.to.term]
          [] e.type = "TellRefused" -> [rs EXCEPT ![e.request].result = e.cause]
          [] e.type = "TellUnknown" -> [rs EXCEPT ![e.request].result = "unknown"]
          [] OTHER -> rs
      Told(h, e) ==
        CASE e.type = "TellSynchronised" -> <<"done", e.epoch>>
          [] e.type = "TellNotSynchronised" -> <<e.reason, e.epoch>>
          [] OTHER -> h
      retries == {i \in DOMAIN step.does : step.does[i].type = "RetryStoring"}
  IN /\ step.outcome = o
     /\ replica' = [replica EXCEPT ![n] = step.to]
     /\ bus' = Fold(SayIt, heardBus, step.does)
     /\ storing' = [storing EXCEPT ![n] = Fold(StoreIt, wasStoring, step.does)]
     /\ requests' = Fold(Answered, requests, step.does)
     /\ heard' = [heard EXCEPT ![n] = Fold(Told, @, step.does)]
     /\ retrying' = IF retries # {} THEN retrying \cup {n} ELSE retrying

-----------------------------------------------------------------------------
(* What a replica hears *)

(* In two-node mode both controllers may be in step as soon as one is told that a round of both *)
(* nodes for the whole cluster has ended.                                                     *)
InStepAfter(n, step) ==
  IF /\ TwoNode
     /\ \E i \in DOMAIN step.does : step.does[i].type = "TellSynchronised"
     /\ replica[n].view.nodes = Node
     /\ step.to.mode.leads
  THEN Node ELSE world.inStep

ViewChanged(n, o) ==
  /\ Up(n) /\ Hears(bus, n, "View")
  /\ Take(n, N!ViewChanged(n, replica[n], views[Number(Next1(bus, n).id)]), o, Heard(bus, n), storing[n])
  /\ UNCHANGED <<disk, views, world>>

(* kind is that of the message, so that an edge tells which guards decided. *)
Delivered(n, kind, o) ==
  /\ Up(n) /\ Hears(bus, n, "Said")
  /\ Next1(bus, n).message.type = kind
  /\ LET said == Next1(bus, n)
         step == N!Delivered(n, replica[n], said.from, said.message)
     IN /\ Take(n, step, o, Heard(bus, n), storing[n])
        /\ world' = [world EXCEPT !.inStep = InStepAfter(n, step)]
  /\ UNCHANGED <<disk, views>>

Disconnected(n, o) ==
  /\ Up(n) /\ bus.at[n] # NoView
  /\ world.disconnects < MaxDisconnects
  /\ Take(n, N!Disconnected(n, replica[n]), o, Leave(bus, n), storing[n])
  /\ world' = [world EXCEPT !.disconnects = @ + 1]
  /\ UNCHANGED <<disk, views>>

(* Whether n's controller may say that it acts for the whole cluster. *)
MayLead(n) ==
  LET view == replica[n].view IN
  view # N!NoView =>
    view.quorate /\ (TwoNode => view.nodes = Node \/ (n \in world.inStep /\ world.winner = n))

SynchroniseOrdered(n, number, source, replicas, quorate, o) ==
  /\ n \in Coordinators /\ source \in Sources /\ quorate \in Claims
  /\ Up(n)
  /\ quorate => MayLead(n)
  /\ replicas \in DOMAIN views /\ source \in views[replicas].members
  /\ Take(n, N!SynchroniseOrdered(n, replica[n], <<number, n>>, source, views[replicas].id, quorate), o,
          bus, storing[n])
  /\ UNCHANGED <<disk, views, world>>

(* number is that of the client's coordinator, or 0; who it is does not matter. *)
ChangeProposed(n, kind, number, o) ==
  /\ n \in Clients
  /\ Up(n)
  /\ Len(requests) < MaxRequests
  /\ LET q == Len(requests) + 1
         change == [kind |-> kind, makes |-> q,
                    under |-> IF number = 0 THEN N!NoEpoch ELSE <<number, Least(Node)>>]
         step == N!ChangeProposed(n, replica[n], q, change)
     IN /\ step.outcome = o
        /\ replica' = [replica EXCEPT ![n] = step.to]
        /\ bus' = IF o = "Taken" THEN Say(bus, n, step.does[1].message) ELSE bus
        /\ requests' = IF o = "Taken"
                       THEN Append(requests, [by |-> n, kind |-> kind, result |-> "open",
                                              term |-> N!NoEpoch])
                       ELSE requests
  /\ UNCHANGED <<disk, storing, retrying, views, heard, world>>

(* A client takes a number that it has not done with. *)
ChangeRepeated(n, q, o) ==
  /\ Strays /\ Up(n)
  /\ q \in DOMAIN replica[n].proposals
  /\ o # "Taken"
  /\ LET change == [kind |-> "stat", makes |-> q, under |-> N!NoEpoch]
     IN Take(n, N!ChangeProposed(n, replica[n], q, change), o, bus, storing[n])
  /\ UNCHANGED <<disk, views, world>>

(* What an engine that keeps neither order nor account may bring: once more, too late, of a round *)
(* that never was, damaged, or from one that is not there. Only what is refused is a step here; an *)
(* engine that brings more is none that this protocol is for.                                      *)

Never == <<0, Least(Node)>>

Stray(s, kind, old) ==
  LET epoch == IF old THEN Never ELSE s.seen
      view == IF old \/ s.view = N!NoView THEN Never ELSE s.view.id
      damaged == [version |-> s.conf.version + 1, is |-> Append(s.conf.is, 0)]
      change == [kind |-> "conf", makes |-> 0, under |-> Never]
  IN CASE kind = "SnapshotWanted" -> N!SnapshotWanted(epoch, view, Least(Node), TRUE)
       [] kind = "Summary" -> N!Summary(epoch, TRUE, N!SummaryOf(s))
       [] kind = "Snapshot" -> [N!Snapshot(epoch, s) EXCEPT !.conf = damaged]
       [] kind = "Propose" -> N!Propose(epoch, 0, change)
       [] kind = "Persisted" -> N!Persisted(epoch, s.conf)

MessageStrayed(n, m, kind, old, o) ==
  /\ Strays /\ Up(n)
  /\ o # "Taken"
  /\ Take(n, N!Delivered(n, replica[n], m, Stray(replica[n], kind, old)), o, bus, storing[n])
  /\ UNCHANGED <<disk, views, world>>

Stored(n, o) ==
  /\ Up(n) /\ storing[n] # <<>>
  /\ disk' = [disk EXCEPT ![n] = storing[n][1]]
  /\ Take(n, N!Stored(n, replica[n], storing[n][1]), o, bus, <<>>)
  /\ UNCHANGED <<views, world>>

StoringFailed(n, o) ==
  /\ Up(n) /\ storing[n] # <<>>
  /\ world.failures < MaxFailures
  /\ Take(n, N!StoringFailed(n, replica[n]), o, bus, <<>>)
  /\ world' = [world EXCEPT !.failures = @ + 1]
  /\ UNCHANGED <<disk, views>>

StoringRetried(n, o) ==
  /\ Up(n) /\ n \in retrying
  /\ LET step == N!StoringRetried(n, replica[n]) IN
     /\ step.outcome = o
     /\ replica' = [replica EXCEPT ![n] = step.to]
     /\ storing' = IF o = "Taken" THEN [storing EXCEPT ![n] = <<step.does[1].stored>>] ELSE storing
  /\ retrying' = retrying \ {n}
  /\ UNCHANGED <<disk, bus, views, requests, heard, world>>

-----------------------------------------------------------------------------
(* What the world does *)

(* These machines see each other; their processes that run are the members. In two-node mode *)
(* one alone is quorate only if it has met the other since it was started.                   *)
ViewFormed(nodes) ==
  /\ Len(views) < MaxViews
  /\ nodes \cap world.off = {}
  /\ LET members == {n \in nodes : Up(n)}
         met == IF nodes = Node THEN Node ELSE world.met
     IN /\ members # {}
        /\ views' = Append(views,
             [id |-> <<Len(views) + 1, Least(members)>>, nodes |-> nodes, members |-> members, quorum |-> Quorum,
              quorate |-> Cardinality(nodes) >= Quorum /\ (TwoNode => nodes \subseteq met)])
        /\ bus' = FormView(bus, members)
        /\ world' = [world EXCEPT !.met = met, !.winner = IF nodes = Node THEN 0 ELSE @]
  /\ UNCHANGED <<replica, disk, storing, retrying, requests, heard>>

Lost(n) ==
  /\ CanLose(bus, n)
  /\ bus' = Lose(bus, n)
  /\ UNCHANGED <<replica, disk, storing, retrying, views, requests, heard, world>>

(* A process is gone, at any point: what was being stored is stored, or is not. *)
Gone(n, kept) ==
  /\ Up(n)
  /\ kept => storing[n] # <<>>
  /\ replica' = [replica EXCEPT ![n] = Down]
  /\ disk' = IF kept THEN [disk EXCEPT ![n] = storing[n][1]] ELSE disk
  /\ storing' = [storing EXCEPT ![n] = <<>>]
  /\ retrying' = retrying \ {n}
  /\ bus' = Leave(bus, n)
  /\ requests' = [q \in DOMAIN requests |->
                   IF requests[q].by = n /\ requests[q].result = "open"
                   THEN [requests[q] EXCEPT !.result = "unknown"] ELSE requests[q]]
  /\ heard' = [heard EXCEPT ![n] = <<>>]
  /\ UNCHANGED views

Crashed(n, kept) ==
  /\ world.crashes < MaxCrashes
  /\ Gone(n, kept)
  /\ world' = [world EXCEPT !.crashes = @ + 1]

(* In two-node mode n, which has lost the other, has it powered off. *)
Fenced(n, other, kept) ==
  /\ TwoNode /\ n # other
  /\ world.crashes < MaxCrashes
  /\ Up(n) /\ replica[n].view # N!NoView
  /\ replica[n].view.quorate /\ replica[n].view.nodes = {n}
  /\ Gone(other, kept)
  /\ world' = [world EXCEPT !.crashes = @ + 1, !.off = @ \cup {other},
                            !.met = @ \ {other}, !.inStep = @ \ {other}, !.winner = n]

Restarted(n) ==
  /\ ~Up(n)
  /\ replica' = [replica EXCEPT ![n] = N!Started(disk[n])]
  /\ world' = [world EXCEPT !.off = @ \ {n}]
  /\ UNCHANGED <<disk, storing, retrying, bus, views, requests, heard>>

-----------------------------------------------------------------------------
MessageKinds == {"SnapshotWanted", "Summary", "Snapshot", "Propose", "Persisted"}

MessageOutcomes ==
  {"Taken", "NOT_A_MEMBER", "STALE_MESSAGE", "STALE_EPOCH", "NOT_THE_SOURCE", "DAMAGED_SNAPSHOT",
   "NOT_SYNCHRONISED", "NO_QUORUM", "EDIT_REFUSED"}

Next ==
  \/ \E n \in Node :
       \/ ViewChanged(n, "Taken")
       \/ \E kind \in MessageKinds, o \in MessageOutcomes : Delivered(n, kind, o)
       \/ Disconnected(n, "Taken")
       \/ \E number \in 1..MaxEpoch, source \in Node, replicas \in 1..MaxViews,
             quorate \in BOOLEAN,
             o \in {"Taken", "NO_VIEW", "VIEW_CHANGED", "STALE_EPOCH"} :
            SynchroniseOrdered(n, number, source, replicas, quorate, o)
       \/ \E kind \in Kinds, number \in 0..MaxEpoch,
             o \in {"Taken", "NO_VIEW", "NOT_SYNCHRONISED", "STALE_EPOCH", "CANT_STORE",
                    "TOO_MANY_OUTSTANDING"} :
            ChangeProposed(n, kind, number, o)
       \/ \E q \in 1..MaxRequests, o \in {"NOT_SYNCHRONISED", "REQUEST_IN_USE"} :
            ChangeRepeated(n, q, o)
       \/ \E m \in Node, kind \in MessageKinds, old \in BOOLEAN, o \in MessageOutcomes :
            MessageStrayed(n, m, kind, old, o)
       \/ Stored(n, "Taken") \/ StoringFailed(n, "Taken")
       \/ \E o \in {"Taken", "NOTHING_TO_STORE"} : StoringRetried(n, o)
       \/ Lost(n)
       \/ \E kept \in BOOLEAN :
            \/ Crashed(n, kept)
            \/ \E other \in Node : Fenced(n, other, kept)
       \/ Restarted(n)
  \/ \E nodes \in SUBSET Node : ViewFormed(nodes)

Spec == Init /\ [][Next]_vars

(* What was said is heard, and what is being stored is stored or fails. *)
FairSpec ==
  /\ Spec
  /\ \A n \in Node :
       /\ WF_vars(ViewChanged(n, "Taken"))
       /\ WF_vars(\E kind \in MessageKinds, o \in MessageOutcomes : Delivered(n, kind, o))
       /\ WF_vars(Stored(n, "Taken"))
       /\ WF_vars(StoringRetried(n, "Taken"))

-----------------------------------------------------------------------------
(* Invariants of a replica, as in the code *)

OnlyMembersAgree == \A n \in Node : Up(n) => N!OnlyMembersAgree(n, replica[n])
ModeIsOfTheEpochSeen == \A n \in Node : Up(n) => N!ModeIsOfTheEpochSeen(replica[n])
TermNotAfterSeen == \A n \in Node : Up(n) => N!TermNotAfterSeen(replica[n])
LeadingEpochIsTheTerm == \A n \in Node : Up(n) => N!LeadingEpochIsTheTerm(replica[n])
StoredNotAhead == \A n \in Node : Up(n) => N!StoredNotAhead(replica[n])
PromiseIsStored == \A n \in Node : Up(n) => N!PromiseIsStored(n, replica[n])
AppliedIsInTheCib == \A n \in Node : Up(n) => N!AppliedIsInTheCib(replica[n])
ReportsAreOfMembers == \A n \in Node : Up(n) => N!ReportsAreOfMembers(replica[n])
NothingAwaitedWithoutView == \A n \in Node : Up(n) => N!NothingAwaitedWithoutView(replica[n])

(* Invariants of the whole *)

Holds(conf, q) == \E i \in DOMAIN conf.is : conf.is[i] = q

Leading(n) ==
  Up(n) /\ replica[n].mode.is = "Synchronised" /\ replica[n].mode.leads

Acknowledged ==
  {q \in DOMAIN requests : requests[q].kind = "conf" /\ requests[q].result = "changed"}

(* An acknowledged change is in the configuration of every later term. *)
AcknowledgedIsKept ==
  \A n \in Node : Leading(n) =>
    \A q \in Acknowledged :
      Before(requests[q].term, replica[n].mode.epoch) => Holds(replica[n].conf, q)

(* Whoever has stored a term later than that of an acknowledged change has the change. *)
AcknowledgedIsStored ==
  \A n \in Node, q \in Acknowledged :
    Before(requests[q].term, disk[n].term) => Holds(disk[n].conf, q)

Refusals == {"NOT_SYNCHRONISED", "STALE_EPOCH", "EDIT_REFUSED", "NO_QUORUM"}

(* What a client was told is not done is in no configuration. *)
RefusedIsNotDone ==
  \A q \in DOMAIN requests : requests[q].result \in Refusals =>
    \A n \in Node : ~Holds(disk[n].conf, q) /\ (Up(n) => ~Holds(replica[n].conf, q))

Copies == {disk[n] : n \in Node} \cup {N!StoredOf(replica[n]) : n \in {m \in Node : Up(m)}}

Prefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

(* Of two configurations of one term one is the beginning of the other. *)
OneHistoryATerm ==
  \A a, b \in Copies :
    a.term = b.term => Prefix(a.conf.is, b.conf.is) \/ Prefix(b.conf.is, a.conf.is)

(* Who takes changes in one epoch is led by it or is not, all alike. *)
LeadAlike ==
  \A n, m \in Node :
    (Up(n) /\ Up(m) /\ replica[n].mode.is = "Synchronised" /\ replica[m].mode.is = "Synchronised"
      /\ replica[n].mode.epoch = replica[m].mode.epoch
      /\ replica[n].view = replica[m].view)
    => replica[n].mode = replica[m].mode

(* A write is under way exactly while the replica knows of it. *)
WritingIsStoring ==
  \A n \in Node : Up(n) => (replica[n].writing # N!NoMark <=> storing[n] # <<>>)

(* Whoever awaits the end of a round hears of it: the round is under way, or its beginning is, *)
(* or another view, which ends it.                                                            *)
OrdersAreUnderWay ==
  \A n \in Node : Up(n) => LET s == replica[n] IN
    s.order # N!NoEpoch =>
      \/ (IF s.mode = N!Apart THEN FALSE ELSE s.mode.epoch = s.order)
      \/ \E i \in DOMAIN bus.inbox[n] :
           IF bus.inbox[n][i].type = "View" THEN TRUE
           ELSE LET m == bus.inbox[n][i].message IN
                IF m.type # "SnapshotWanted" THEN FALSE
                ELSE m.epoch = s.order /\ m.view = s.view.id

(* What the CIB itself refuses is not done. *)
BadIsNotDone ==
  \A q \in DOMAIN requests : requests[q].kind = "bad" => requests[q].result # "changed"

(* Properties of steps *)

(* Nobody changes the configuration without leading. *)
ChangedOnlyWhereItLeads ==
  [][\A n \in Node :
      (IF Up(n) /\ replica'[n] # Down
       THEN replica'[n].mode = replica[n].mode /\ replica'[n].conf # replica[n].conf
       ELSE FALSE)
      => (IF replica[n].mode.is = "Synchronised" THEN replica[n].mode.leads ELSE FALSE)]_vars

(* A controller is told of the end of its round when that has ended, and not before. *)
ToldOnlyAtTheEnd ==
  [][\A n \in Node :
      (IF Up(n) /\ replica'[n] # Down THEN heard'[n] # heard[n] ELSE FALSE)
        => replica'[n].order # heard'[n][2]]_vars

NewProposals(n) == DOMAIN replica'[n].proposals \ DOMAIN replica[n].proposals

(* A node that can't store asks nobody to. *)
FailingAsksForNothing ==
  [][\A n \in Node : (Up(n) /\ replica'[n] # Down) =>
      \A q \in NewProposals(n) : replica[n].failing => requests'[q].kind = "stat"]_vars

(* Nothing is asked for in the name of a coordinator that has been replaced. *)
NothingOfAnOldCoordinator ==
  [][\A n \in Node : (Up(n) /\ replica'[n] # Down) =>
      \A q \in NewProposals(n) :
        LET said == bus'.inbox[n][Len(bus'.inbox[n])]
        IN ~N!OfAnOldCoordinator(replica[n], said.message.change)]_vars

(* What is stored is never undone, and a promise is never taken back. *)
StorageOnlyGrows ==
  [][\A n \in Node :
       /\ ~Before(disk'[n].seen, disk[n].seen)
       /\ ~Before(disk'[n].term, disk[n].term)]_vars

(* A client is answered once. *)
AnswerStands ==
  [][\A q \in DOMAIN requests :
       requests[q].result # "open" => requests'[q].result = requests[q].result]_vars

(* A controller hears how its round has ended. *)
OrdersEnd ==
  \A n \in Node :
    (Up(n) /\ replica[n].order # N!NoEpoch) ~> (~Up(n) \/ replica[n].order = N!NoEpoch)

(* A client is answered. *)
ClientsAreAnswered ==
  \A q \in 1..MaxRequests :
    (q \in DOMAIN requests /\ requests[q].result = "open")
      ~> (q \in DOMAIN requests /\ requests[q].result # "open")

=============================================================================
