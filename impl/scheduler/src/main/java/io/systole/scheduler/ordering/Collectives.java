package io.systole.scheduler.ordering;

import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What groups' and clones' actions are worth, which follows from those of their parts. */
final class Collectives {

  private static final int ALL = Flags.OPTIONAL | Flags.RUNNABLE | Flags.PSEUDO;

  private final Web web;

  Collectives(Web web) {
    this.web = web;
  }

  /** An action's flags as orderings see them from a node. */
  int flagsFor(Action action, @Nullable Node node) {
    Resource resource = action.resource();
    if (resource == null) {
      return web.flags.of(action);
    }
    int anywhere = flags(action, null);
    if (node == null || !resource.isClone()) {
      return anywhere;
    }
    // Whether an instance can run on the very node does not matter for an order.
    return flags(action, node) | (anywhere & Flags.RUNNABLE);
  }

  int flags(Action action, @Nullable Node node) {
    Resource resource = action.resource();
    if (resource == null) {
      return web.flags.of(action);
    }
    return switch (resource.kind()) {
      case PRIMITIVE -> web.flags.of(action);
      case GROUP -> group(action, resource, node);
      case CLONE, BUNDLE -> clone(action, resource, node);
    };
  }

  private int group(Action action, Resource group, @Nullable Node node) {
    int flags = ALL;
    for (Resource member : group.children()) {
      String task = partTask(action, member);
      boolean isCompletion = !task.equals(action.task());
      Action part = web.first(member, task, node);
      if (part == null) {
        if (!task.equals("stop") && !task.equals("demote")) {
          flags &= ~Flags.RUNNABLE;
        }
        continue;
      }
      int partFlags = flags(part, node);
      if ((partFlags & Flags.OPTIONAL) == 0) {
        flags &= ~Flags.OPTIONAL;
        web.flags.clear(action, Flags.OPTIONAL);
      }
      if (isCompletion && (partFlags & Flags.RUNNABLE) == 0) {
        flags &= ~Flags.RUNNABLE;
        web.flags.clear(action, Flags.RUNNABLE);
      }
    }
    return flags;
  }

  private int clone(Action action, Resource clone, @Nullable Node node) {
    int flags = ALL;
    boolean any = false;
    for (Resource instance : instances(action, clone)) {
      String task = partTask(action, instance);
      Action part = web.first(instance, task, instance.isPrimitive() ? node : null);
      if (part == null) {
        continue;
      }
      int partFlags = flags(part, node);
      // A container that only comes down has its start asked for in vain, which is no bundle's.
      boolean vain = clone.isBundle() && (partFlags & Flags.RUNNABLE) == 0;
      if ((partFlags & Flags.OPTIONAL) == 0 && !vain) {
        flags &= ~Flags.OPTIONAL;
        web.flags.clear(action, Flags.OPTIONAL);
      }
      any |= (partFlags & Flags.RUNNABLE) != 0;
    }
    if (!any) {
      flags &= ~Flags.RUNNABLE;
      if (node == null) {
        web.flags.clear(action, Flags.RUNNABLE);
      }
    }
    return flags;
  }

  /** A bundle starts and stops with its containers, and has the roles of what is in them. */
  private static List<Resource> instances(Action action, Resource collective) {
    Resource content = collective.isBundle() ? collective.content() : null;
    if (content == null) {
      return collective.instances();
    }
    return switch (action.task()) {
      case "promote", "promoted", "demote", "demoted", "notify", "notified" -> content.children();
      default -> collective.instances();
    };
  }

  /** What a part of a collective does for the collective's action: a primitive knows no ends. */
  static String partTask(Action action, Resource part) {
    String task = taskTold(action);
    if (!part.isPrimitive()) {
      return task;
    }
    return switch (task) {
      case "running" -> "start";
      case "stopped" -> "stop";
      case "promoted" -> "promote";
      case "demoted" -> "demote";
      default -> task;
    };
  }

  /** The task, or for a notification the one that is told of. */
  static String taskTold(Action action) {
    if (!action.task().startsWith("notif")) {
      return action.task();
    }
    int at = action.key().lastIndexOf("_notify_");
    return at < 0
        ? action.task()
        : action.key().substring(at + "_notify_".length(), action.key().lastIndexOf('_'));
  }

  private static String completion(String task) {
    return switch (task) {
      case "start" -> "running";
      case "stop" -> "stopped";
      case "promote" -> "promoted";
      case "demote" -> "demoted";
      default -> task;
    };
  }

  /** What to wait for where something comes after a collective: not its start, but its end. */
  Action awaited(Action first) {
    Resource resource = first.resource();
    if (resource == null || resource.isPrimitive() || first.interval() > 0) {
      return first;
    }
    if (first.task().startsWith("notif")) {
      return first;
    }
    String done = completion(first.task());
    boolean tells = !resource.isGroup() && resource.metaIs(ResourceOption.NOTIFY);
    String task = tells ? "confirmed-post_notify_" + done : done;
    Action end = web.first(resource, task, null);
    return end == null ? first : end;
  }
}
