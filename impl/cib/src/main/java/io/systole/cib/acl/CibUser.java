package io.systole.cib.acl;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;

/**
 * Somebody whose rights are limited where access control lists hold.
 *
 * @param name of the user, as the system or the protocol has it
 * @param groups that the user is a member of
 */
public record CibUser(String name, ImmutableSortedSet<String> groups) {

  /** Users to whom no list applies, by the field's convention. */
  private static final ImmutableSortedSet<String> FREE = ImmutableSortedSet.of("hacluster", "root");

  public static CibUser of(String name, Collection<String> groups) {
    return new CibUser(name, ImmutableSortedSet.copyOf(groups));
  }

  /** Whether no list applies. */
  public boolean isFree() {
    return FREE.contains(name);
  }
}
