------------------------------- MODULE MCCib -------------------------------
(* The replication of the CIB within bounds; the configurations have them. *)
EXTENDS Cib
=============================================================================
