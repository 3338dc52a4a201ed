package io.systole.kernel;

/** Marks an effect that sends a message to other nodes, so that a trace can name the message. */
public interface Sends {}
