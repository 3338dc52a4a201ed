package io.systole.scheduler.assignment;

import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which colocations concern a resource: its own, and those of what it is part of, as far as it
 * stands for the whole.
 */
final class Colocations {

  private final Preferences preferences;
  private final Map<Resource, List<Colocation>> thisWith = new LinkedHashMap<>();
  private final Map<Resource, List<Colocation>> withThis = new LinkedHashMap<>();

  Colocations(Preferences preferences) {
    this.preferences = preferences;
  }

  /** Those in which the resource depends on another, the most important first. */
  List<Colocation> thisWith(Resource resource) {
    List<Colocation> known = thisWith.get(resource);
    if (known == null) {
      Set<Colocation> found = new LinkedHashSet<>();
      collect(resource, resource, true, found);
      known = sorted(found, Colocation::primary);
      thisWith.put(resource, known);
    }
    return known;
  }

  /** Those in which another depends on the resource, the most important first. */
  List<Colocation> withThis(Resource resource) {
    List<Colocation> known = withThis.get(resource);
    if (known == null) {
      Set<Colocation> found = new LinkedHashSet<>();
      collect(resource, resource, false, found);
      known = sorted(found, Colocation::dependent);
      withThis.put(resource, known);
    }
    return known;
  }

  /** As {@link #thisWith}, when it comes to roles, which what runs in a bundle has for it. */
  List<Colocation> thisInRole(Resource resource) {
    return inRole(resource, thisWith(resource), true);
  }

  /** As {@link #withThis}, when it comes to roles, which what runs in a bundle has for it. */
  List<Colocation> withThisInRole(Resource resource) {
    return inRole(resource, withThis(resource), false);
  }

  private List<Colocation> inRole(Resource resource, List<Colocation> own, boolean depends) {
    Resource bundle = resource.top().parent();
    if (bundle == null || bundle.instances().contains(resource)) {
      return own;
    }
    List<Colocation> all = new ArrayList<>(own);
    all.addAll(own(bundle, depends));
    return all;
  }

  private static List<Colocation> sorted(
      Set<Colocation> found, Function<Colocation, Resource> other) {
    List<Colocation> list = new ArrayList<>(found);
    list.sort(
        Comparator.<Colocation>comparingInt(c -> -other.apply(c).priority())
            .thenComparing(c -> other.apply(c).kind(), Comparator.reverseOrder())
            .thenComparing(c -> !other.apply(c).promotable())
            .thenComparing(Colocation::id));
    return list;
  }

  private List<Colocation> own(Resource resource, boolean depends) {
    return depends ? preferences.dependsOn(resource) : preferences.dependents(resource);
  }

  private void collect(Resource resource, Resource asked, boolean depends, Set<Colocation> into) {
    switch (resource.kind()) {
      case PRIMITIVE -> {
        if (resource == asked) {
          into.addAll(own(resource, depends));
          collectParent(resource, asked, depends, into);
        } else {
          own(resource, depends).stream().filter(Colocation::explicit).forEach(into::add);
        }
      }
      case GROUP -> collectGroup(resource, asked, depends, into);
      case BUNDLE -> {
        if (asked == resource || resource.instances().contains(asked)) {
          into.addAll(own(resource, depends));
        }
      }
      case CLONE -> {
        into.addAll(own(resource, depends));
        collectParent(resource, asked, depends, into);
      }
    }
  }

  private void collectParent(
      Resource resource, Resource asked, boolean depends, Set<Colocation> into) {
    Resource parent = resource.parent();
    if (parent != null) {
      collect(parent, asked, depends, into);
    }
  }

  /** The first member stands for a group that depends, the last one for one that is depended on. */
  private void collectGroup(Resource group, Resource asked, boolean depends, Set<Colocation> into) {
    List<Resource> members = group.children();
    if (members.isEmpty()) {
      return;
    }
    Resource spokesman = depends ? members.getFirst() : members.getLast();
    if (asked == group || asked == spokesman) {
      into.addAll(own(group, depends));
      collectParent(group, asked, depends, into);
      if (group.metaIs(ResourceOption.COLLOCATED)) {
        for (Resource member : members) {
          if (member != asked) {
            collect(member, asked, depends, into);
          }
        }
      }
    } else if (depends) {
      collectPastUnmanaged(group, asked, into);
    }
  }

  /** An unmanaged member stays where it is, so those after it do not hear of the group's wishes. */
  private void collectPastUnmanaged(Resource group, Resource asked, Set<Colocation> into) {
    for (Resource member : group.children()) {
      if (member == asked) {
        return;
      }
      if (!member.status().managed()) {
        own(group, true).stream().filter(c -> c.score() >= Score.INFINITY).forEach(into::add);
        return;
      }
    }
  }
}
