package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** Reads colocation constraints (Pacemaker Explained, "Colocation" and "Resource sets"). */
final class ColocationReader {

  private final PreferenceBuilder builder;

  ColocationReader(PreferenceBuilder builder) {
    this.builder = builder;
  }

  private record Member(Resource resource, Role role) {}

  void read(Element constraint) {
    int score = Score.parse(constraint.attribute("score", "0"), 0);
    if (constraint.child("resource_set").isPresent()) {
      readSets(constraint, score);
      return;
    }
    String rsc = constraint.attribute("rsc", "");
    if (builder.lookup.severalBy(rsc)
        && builder.lookup.severalBy(constraint.attribute("with-rsc", ""))) {
      // All of many with all of many has no meaning of its own; sets say what is meant.
      return;
    }
    for (Resource dependent : builder.lookup.resources(rsc)) {
      for (Resource primary : builder.lookup.resources(constraint.attribute("with-rsc", ""))) {
        add(
            constraint,
            new Member(dependent, role(constraint.attribute("rsc-role", ""))),
            new Member(primary, role(constraint.attribute("with-rsc-role", ""))),
            score);
      }
    }
  }

  private static Role role(String text) {
    Role role = Role.parse(text).orElse(Role.UNKNOWN);
    return role == Role.STARTED ? Role.UNKNOWN : role;
  }

  private void add(Element constraint, Member dependent, Member primary, int score) {
    if (score == 0 || dependent.resource == primary.resource) {
      return;
    }
    boolean influence =
        Values.bool(constraint.attribute("influence"), dependent.resource.critical());
    Colocation colocation =
        new Colocation(
            constraint.id(),
            dependent.resource,
            primary.resource,
            score,
            dependent.role,
            primary.role,
            constraint.attribute("node-attribute", "#uname"),
            influence,
            true);
    builder.dependsOn.put(dependent.resource, colocation);
    builder.dependents.put(primary.resource, colocation);
  }

  private List<Member> members(Element set) {
    List<Member> members = new ArrayList<>();
    Role role = role(set.attribute("role", ""));
    for (Element reference : set.children("resource_ref")) {
      for (Resource resource : builder.lookup.resources(reference.id())) {
        members.add(new Member(resource, role));
      }
    }
    return members;
  }

  private static boolean sequential(Element set) {
    return Values.bool(set.attribute("sequential"), true);
  }

  private void readSets(Element constraint, int score) {
    Element previous = null;
    for (Element set : constraint.children("resource_set")) {
      readSet(constraint, set, Score.parse(set.attribute("score", Score.text(score)), score));
      if (previous != null) {
        join(constraint, previous, set, score);
      }
      previous = set;
    }
  }

  private void readSet(Element constraint, Element set, int score) {
    List<Member> members = members(set);
    if (!sequential(set)) {
      return;
    }
    boolean reversed = set.attribute("ordering", "group").equals("listed");
    for (int i = 1; i < members.size(); i++) {
      Member one = members.get(i - 1);
      Member next = members.get(i);
      if (score > 0) {
        // Like a group, each is where the one before it is; a listed set is the other way round.
        add(constraint, reversed ? one : next, reversed ? next : one, score);
      } else {
        // That no two be together takes a constraint for each two.
        for (int j = 0; j < i; j++) {
          add(constraint, members.get(i), members.get(j), score);
        }
      }
    }
  }

  /** The first set depends on the second one. */
  private void join(Element constraint, Element first, Element second, int score) {
    List<Member> dependents = members(first);
    List<Member> primaries = members(second);
    if (dependents.isEmpty() || primaries.isEmpty()) {
      return;
    }
    if (sequential(first)) {
      dependents = List.of(dependents.getFirst());
    }
    if (sequential(second)) {
      primaries = List.of(primaries.getLast());
    }
    for (Member dependent : dependents) {
      for (Member primary : primaries) {
        add(constraint, dependent, primary, score);
      }
    }
  }
}
