package io.systole.agents.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that says which resource it is and where it runs. It needs nothing but the JDK, so that
 * it starts quickly.
 *
 * <p>Run as {@code serve ADDRESS PORT RESOURCE NODE}, or as {@code ask ADDRESS PORT RESOURCE NODE},
 * which ends with status 0 if just that server answers there.
 */
public final class HttpService {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 16_384;
  private static final int BACKLOG = 1024;

  private HttpService() {}

  public static void main(String[] args) throws IOException {
    if (args.length == 5 && args[0].equals("serve")) {
      serve(address(args), line(args));
    } else if (args.length == 5 && args[0].equals("ask")) {
      System.exit(answers(address(args), line(args)) ? 0 : 1);
    } else {
      System.err.println("usage: serve|ask ADDRESS PORT RESOURCE NODE");
      System.exit(2);
    }
  }

  private static void serve(InetSocketAddress address, String line) throws IOException {
    byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> answer(client, body));
      }
    } catch (BindException e) {
      System.err.println("cannot listen at " + address + ": " + e.getMessage());
      System.exit(1);
    }
  }

  /** One request a connection: whoever asks wants to know who is there now. */
  private static void answer(Socket client, byte[] body) {
    try (client) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      String method = skipHead(in);
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
              + body.length
              + "\r\nConnection: close\r\n\r\n";
      OutputStream out = client.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      if (!method.equals("HEAD")) {
        out.write(body);
      }
      out.flush();
    } catch (IOException e) {
      System.err.println("a client was not answered: " + e.getMessage());
    }
  }

  /** Reads a request up to its empty line and tells its method. */
  private static String skipHead(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    String method = "";
    for (int read = 0; read < MAX_BYTES; read++) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the request has no end");
      }
      if (c == '\n') {
        if (line.isEmpty()) {
          return method;
        }
        method = method.isEmpty() ? line.toString().split(" ", 2)[0] : method;
        line.setLength(0);
      } else if (c != '\r') {
        line.append((char) c);
      }
    }
    throw new IOException("the request has more than " + MAX_BYTES + " bytes");
  }

  private static boolean answers(InetSocketAddress address, String line) {
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return answer.endsWith("\n" + line + "\n");
    } catch (IOException e) {
      System.err.println("no answer from " + address + ": " + e.getMessage());
      return false;
    }
  }

  private static InetSocketAddress address(String[] args) {
    return new InetSocketAddress(args[1], Integer.parseInt(args[2]));
  }

  private static String line(String[] args) {
    return "resource=" + args[3] + " node=" + args[4];
  }
}
