----------------------------- MODULE MCFencing -----------------------------
(* Fencing within bounds. Each configuration looks at one part of the protocol. *)
EXTENDS Fencing, TLC

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event)

Dev(hosts, terms) ==
  [asks |-> FALSE, hosts |-> hosts, terms |-> terms, delay |-> "none", priority |-> 0,
   limit |-> 1, verified |-> FALSE]

Once(actions) == [a \in actions |-> 1]
Twice(actions) == [a \in actions |-> 2]

OffOnReboot == {"OFF", "ON", "REBOOT"}

Wish(at, target, action) == [at |-> at, aim |-> <<target, action>>, epoch |-> 0]

NoTopology == <<>>

(* 3 is the target of most wishes, and runs no fencer. *)
Plain == Dev({3}, Once(OffOnReboot))

(* Joined: the same wish at both nodes, and a device each. *)
JoinDevices == [n \in {1, 2} |-> (1 :> Plain)]
JoinWishes == <<Wish({1}, 3, "OFF"), Wish({2}, 3, "OFF")>>

(* Choice: verified access before priority before name; an agent that has to be asked; a device *)
(* that cannot do it, and one of another host. *)
ChoiceDevices ==
  [n \in {1, 2} |->
    IF n = 1
    THEN (1 :> [Plain EXCEPT !.priority = 1]) @@ (2 :> Dev({1}, Once(OffOnReboot)))
    ELSE (3 :> [Plain EXCEPT !.asks = TRUE]) @@ (4 :> [Plain EXCEPT !.verified = TRUE])
           @@ (5 :> Dev({3}, Once({"ON"})))]
ChoiceWishes == <<Wish({1}, 3, "OFF")>>

(* Levels: the first needs two devices, of which one cannot reboot; the second has any. *)
LevelDevices ==
  [n \in {1, 2} |->
    IF n = 1 THEN (1 :> Plain) @@ (3 :> Dev({3}, Once({"REBOOT"})))
    ELSE (1 :> [Plain EXCEPT !.verified = TRUE]) @@ (2 :> Dev({3}, Once({"OFF", "ON"})))]
LevelTopology == (3 :> << <<1, 2>>, <<3>> >>)
LevelWishes == <<Wish({1}, 3, "REBOOT")>>

(* A reboot by any device, none of which can do it itself; retries; a delay. *)
MappedDevices ==
  [n \in {1, 2} |->
    IF n = 1 THEN (1 :> [Dev({3}, Twice({"OFF", "ON"})) EXCEPT !.delay = "fixed"])
    ELSE (2 :> [Dev({3}, Once({"OFF"})) EXCEPT !.delay = "drawn"])]
MappedWishes == <<Wish({1}, 3, "REBOOT")>>

(* One device at its limit: two targets of one device. *)
LimitDevices == [n \in {1, 2} |-> IF n = 1 THEN (1 :> Dev({3, 4}, Once({"OFF"}))) ELSE <<>>]
LimitWishes == <<Wish({1}, 3, "OFF"), Wish({2}, 4, "OFF")>>

(* Views: a wish, a lost fencer, and one that comes back. *)
ViewWishes == <<Wish({1}, 3, "OFF")>>

(* The target is the originator itself, or runs a fencer. *)
SelfDevices == [n \in {1, 2} |-> (1 :> Dev({1}, Once(OffOnReboot)))]
SelfWishes == <<Wish({1}, 1, "OFF")>>
OnWishes == <<Wish({1}, 1, "ON")>>

(* A coordinator's wish, and another coordinator. *)
EpochWishes == <<[at |-> {1}, aim |-> <<3, "OFF">>, epoch |-> 1]>>
=============================================================================
