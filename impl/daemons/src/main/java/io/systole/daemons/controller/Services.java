package io.systole.daemons.controller;

import io.systole.daemons.runtime.RoleContext;

/** The controller's conversations with the other daemons of its node. */
final class Services implements AutoCloseable {

  private final CibService cib;
  private final SchedulerService scheduler;
  private final ExecutorService executor;
  private final FencerService fencer;
  private final AttributesService attributes;

  Services(RoleContext context, Heard heard) {
    this.cib = new CibService(context, heard);
    this.scheduler = new SchedulerService(context, heard);
    this.executor = new ExecutorService(context, heard);
    this.fencer = new FencerService(context, heard);
    this.attributes = new AttributesService(context, heard);
  }

  void open() {
    cib.open();
    scheduler.open();
    executor.open();
    fencer.open();
    attributes.open();
  }

  CibService cib() {
    return cib;
  }

  SchedulerService scheduler() {
    return scheduler;
  }

  ExecutorService executor() {
    return executor;
  }

  FencerService fencer() {
    return fencer;
  }

  AttributesService attributes() {
    return attributes;
  }

  @Override
  public void close() {
    cib.close();
    scheduler.close();
    executor.close();
    fencer.close();
    attributes.close();
  }
}
