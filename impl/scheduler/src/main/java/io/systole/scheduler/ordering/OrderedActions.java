package io.systole.scheduler.ordering;

import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.state.Resource;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The actions with what is needed, possible and in which order. The fifth phase's value. */
public final class OrderedActions {

  private final Web web;
  private final ImmutableMap<Action, Map<String, String>> told;

  private OrderedActions(Web web, Map<Action, Map<String, String>> told) {
    this.web = web;
    this.told = ImmutableMap.copyOf(told);
  }

  public static OrderedActions of(Actions actions) {
    Web web = new Web(actions);
    new Resolver(web).resolve();
    new GuestLinks(web).drop();
    new Propagation(web).run();
    return new OrderedActions(web, new Notifications(web).add());
  }

  public Actions actions() {
    return web.actions;
  }

  /** How much work it was. */
  public Effort effort() {
    return web.effort();
  }

  /** All actions; an action's index is its place. */
  public List<Action> all() {
    return Collections.unmodifiableList(web.all());
  }

  public List<Link> before(Action action) {
    return Collections.unmodifiableList(web.before(action));
  }

  public List<Link> after(Action action) {
    return Collections.unmodifiableList(web.after(action));
  }

  /** What an action is told of its clone's other instances. */
  public Map<String, String> told(Action action) {
    return told.getOrDefault(action, ImmutableMap.of());
  }

  public boolean optional(Action action) {
    return web.flags.has(action, Flags.OPTIONAL);
  }

  public boolean runnable(Action action) {
    return web.flags.has(action, Flags.RUNNABLE);
  }

  public boolean pseudo(Action action) {
    return web.flags.has(action, Flags.PSEUDO);
  }

  /** Whether a resource was given a node and cannot be there for want of what it interleaves. */
  public boolean withdrawn(Resource resource) {
    return web.withdrawn.contains(resource);
  }

  /** Whether it is in the graph even if nothing asks for it. */
  public boolean shown(Action action) {
    return web.flags.has(action, Flags.SHOWN);
  }

  /**
   * Why it is needed or cannot be done, in the field's words (such as {@code required rsc1 start}),
   * or the empty string.
   */
  public String reason(Action action) {
    return web.grounds.of(action);
  }

  public boolean migratable(Action action) {
    return web.flags.has(action, Flags.MIGRATABLE);
  }
}
