package io.systole.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.google.common.collect.ImmutableSortedSet;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The system's databases of users and groups, wherever it keeps them. Numbers of users and groups
 * are unsigned, and only compared here.
 */
@SuppressWarnings("restricted") // it reads what the C library hands over
public final class Accounts {

  /** Some systems have groups of thousands of members. */
  private static final long MOST_BYTES = 16 << 20;

  private static final int TOO_SMALL = 34; // ERANGE

  private static final AddressLayout STRING =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, JAVA_BYTE));

  /** {@code struct group}: name, password, number, and names that end with a null pointer. */
  private static final MemoryLayout GROUP =
      MemoryLayout.structLayout(ADDRESS, ADDRESS, JAVA_INT, MemoryLayout.paddingLayout(4), ADDRESS);

  private static final long GROUP_NUMBER = 2 * ADDRESS.byteSize();
  private static final long GROUP_MEMBERS = 3 * ADDRESS.byteSize();

  /** {@code struct passwd}: name, password, two numbers, and three strings. */
  private static final MemoryLayout ACCOUNT =
      MemoryLayout.structLayout(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  private static final long ACCOUNT_GROUP = 2 * ADDRESS.byteSize() + Integer.BYTES;

  private static final FunctionDescriptor BY_NAME =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle GROUP_BY_NAME =
      Library.standard().function("getgrnam_r", BY_NAME);
  private static final MethodHandle ACCOUNT_BY_NAME =
      Library.standard().function("getpwnam_r", BY_NAME);

  private Accounts() {}

  /**
   * A group.
   *
   * @param number its id
   * @param members users who are in it by more than the group that they log in with
   */
  public record Group(int number, ImmutableSortedSet<String> members) {}

  /** Reads an entry, while the memory that it lies in is there. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(MemorySegment entry);
  }

  /** The group of that name, if there is one. */
  public static Optional<Group> group(String name) {
    return find(
        "getgrnam_r",
        GROUP_BY_NAME,
        name,
        GROUP,
        entry -> new Group(entry.get(JAVA_INT, GROUP_NUMBER), members(entry)));
  }

  /** The id of the group that a user logs in with, if there is such a user. */
  public static Optional<Integer> loginGroup(String user) {
    return find(
        "getpwnam_r", ACCOUNT_BY_NAME, user, ACCOUNT, entry -> entry.get(JAVA_INT, ACCOUNT_GROUP));
  }

  private static ImmutableSortedSet<String> members(MemorySegment group) {
    ImmutableSortedSet.Builder<String> members = ImmutableSortedSet.naturalOrder();
    MemorySegment list = group.get(ADDRESS, GROUP_MEMBERS).reinterpret(MOST_BYTES);
    long at = 0;
    MemorySegment next = list.get(STRING, at);
    while (!next.equals(MemorySegment.NULL)) {
      members.add(next.getString(0));
      at += ADDRESS.byteSize();
      next = list.get(STRING, at);
    }
    return members.build();
  }

  private static <T> Optional<T> find(
      String function, MethodHandle byName, String name, MemoryLayout layout, Reading<T> reading) {
    for (long size = 1 << 10; size <= MOST_BYTES; size *= 4) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment entry = arena.allocate(layout);
        MemorySegment found = arena.allocate(ADDRESS);
        int code =
            (int)
                byName.invokeExact(
                    arena.allocateFrom(name), entry, arena.allocate(size), size, found);
        if (code != TOO_SMALL) {
          // Whatever else went wrong, the name is not known: nobody gets a right by it.
          return code == 0 && !found.get(ADDRESS, 0).equals(MemorySegment.NULL)
              ? Optional.of(reading.read(entry))
              : Optional.empty();
        }
      } catch (Throwable e) {
        throw Library.broken(function, e);
      }
    }
    return Optional.empty();
  }
}
