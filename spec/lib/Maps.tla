-------------------------------- MODULE Maps -------------------------------
(***************************************************************************)
(* Functions as maps: with a key more or less. The empty map is <<>>.      *)
(***************************************************************************)

Has(map, key) == key \in DOMAIN map

(* The value at a key, or another where there is none. *)
At(map, key, otherwise) == IF key \in DOMAIN map THEN map[key] ELSE otherwise

With(map, key, value) ==
  [k \in DOMAIN map \cup {key} |-> IF k = key THEN value ELSE map[k]]

Without(map, keys) == [k \in DOMAIN map \ keys |-> map[k]]

Only(map, keys) == [k \in DOMAIN map \cap keys |-> map[k]]

Values(map) == {map[k] : k \in DOMAIN map}

=============================================================================
