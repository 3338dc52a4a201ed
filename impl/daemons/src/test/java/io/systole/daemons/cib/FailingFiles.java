package io.systole.daemons.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.store.FileLayer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A folder whose disk can be full. */
final class FailingFiles implements FileLayer {

  private final FileLayer files;
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile boolean full;

  FailingFiles(FileLayer files) {
    this.files = files;
  }

  void full(boolean now) {
    full = now;
  }

  void awaitFailure() throws InterruptedException {
    failed.await();
  }

  @Override
  public ImmutableList<String> list() throws IOException {
    return files.list();
  }

  @Override
  public byte[] read(String name) throws IOException {
    return files.read(name);
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    if (full) {
      failed.countDown();
      throw new IOException("No space left on device");
    }
    files.write(name, content);
  }

  @Override
  public void sync(String name) throws IOException {
    files.sync(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(name);
  }

  @Override
  public void syncFolder() throws IOException {
    files.syncFolder();
  }
}
