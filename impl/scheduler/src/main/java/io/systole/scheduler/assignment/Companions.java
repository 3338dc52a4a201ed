package io.systole.scheduler.assignment;

import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The resources that must be where another one is, and what they need together. */
final class Companions {

  private final Work work;
  private final Colocations colocations;

  Companions(Work work, Colocations colocations) {
    this.work = work;
    this.colocations = colocations;
  }

  /** What a resource and all its companions need that have no node yet. */
  Map<String, Integer> needs(Resource resource) {
    Set<Resource> all = new LinkedHashSet<>();
    gather(resource, resource, all);
    Map<String, Integer> sum = new LinkedHashMap<>();
    for (Resource each : all) {
      if (work.provisional(each)) {
        add(each, all, sum);
      }
    }
    return sum;
  }

  private void gather(Resource resource, Resource asked, Set<Resource> into) {
    if (resource.isGroup() && goesTogether(resource)) {
      into.add(resource);
      resource.children().forEach(member -> gather(member, asked, into));
    } else if (into.add(resource)) {
      gatherColocated(resource, asked, into);
    }
  }

  private static boolean goesTogether(Resource group) {
    Resource parent = group.parent();
    return group.metaIs(ResourceOption.COLLOCATED) || (parent != null && parent.isClone());
  }

  private void gatherColocated(Resource resource, Resource asked, Set<Resource> into) {
    for (Colocation colocation : colocations.thisWith(resource)) {
      if (colocation.primary() != asked && binds(colocation, resource, colocation.primary())) {
        gather(colocation.primary(), asked, into);
      }
    }
    for (Colocation colocation : colocations.withThis(resource)) {
      Resource dependent = colocation.dependent();
      // Beside which instance of a clone something else will be cannot be told.
      boolean vague = resource.isClone() && !dependent.isClone();
      if (!vague && dependent != asked && binds(colocation, dependent, resource)) {
        gather(dependent, asked, into);
      }
    }
  }

  private boolean binds(Colocation colocation, Resource dependent, Resource primary) {
    return colocation.score() >= Score.INFINITY
        && agrees(colocation.dependentRole(), dependent)
        && agrees(colocation.primaryRole(), primary);
  }

  private boolean agrees(Role wanted, Resource resource) {
    return wanted == Role.UNKNOWN || wanted == work.nextRole(resource);
  }

  private void add(Resource resource, Set<Resource> all, Map<String, Integer> sum) {
    switch (resource.kind()) {
      case PRIMITIVE ->
          work.capacity.needs(resource).forEach((k, v) -> sum.merge(k, v, Integer::sum));
      case GROUP -> addGroup(resource, all, sum);
      case CLONE, BUNDLE -> addOneInstance(resource, all, sum);
    }
  }

  private void addGroup(Resource group, Set<Resource> all, Map<String, Integer> sum) {
    boolean together = goesTogether(group);
    for (Resource member : group.children()) {
      if (work.provisional(member) && !all.contains(member)) {
        add(member, all, sum);
      }
      if (!together) {
        return;
      }
    }
  }

  /** Of a clone the instances count that are companions already, or the first one. */
  private void addOneInstance(Resource clone, Set<Resource> all, Map<String, Integer> sum) {
    boolean any = false;
    for (Resource instance : work.children(clone)) {
      if (all.contains(instance)) {
        any = true;
      } else if (instance.children().stream().anyMatch(all::contains)) {
        add(instance, all, sum);
        any = true;
      }
    }
    if (!any && !work.children(clone).isEmpty()) {
      add(work.children(clone).getFirst(), all, sum);
    }
  }
}
