package io.systole.protocol.controller;

/** A daemon of the same node that the controller makes use of. */
public enum Service {
  CIB,
  SCHEDULER,
  EXECUTOR,
  FENCER,
  ATTRIBUTES
}
