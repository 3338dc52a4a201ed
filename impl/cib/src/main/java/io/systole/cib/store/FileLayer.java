package io.systole.cib.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;

/**
 * The files of one folder, in the steps that a crash can fall between. What was written is safe
 * after {@link #sync}, which names there are after {@link #syncFolder}; before, a crash may keep
 * any part of it.
 */
public interface FileLayer {

  /** The names in the folder, in any order. */
  ImmutableList<String> list() throws IOException;

  /** All of a file. */
  byte[] read(String name) throws IOException;

  /** Makes the file, or empties it, and writes {@code content} into it. */
  void write(String name, byte[] content) throws IOException;

  /** Puts the file's content on stable storage. */
  void sync(String name) throws IOException;

  /** Gives the file another name, in place of a file that has it, in one step. */
  void rename(String from, String to) throws IOException;

  /** Removes the file; it is no error if there is none. */
  void delete(String name) throws IOException;

  /** Puts the names of the folder on stable storage. */
  void syncFolder() throws IOException;
}
