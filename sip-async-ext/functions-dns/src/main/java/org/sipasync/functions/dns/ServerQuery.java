package org.sipasync.functions.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One query, sent to the servers in turn until one answers. Confined to the loop thread.
 *
 * <p>A datagram that does not match the question is ignored, because it may be forged: ID and port
 * are random, the socket is connected to the server, and the question must be echoed. A server that
 * fails or is unreachable is not queried again; a silent one is.
 */
final class ServerQuery {
  /** Datagram size that avoids fragmentation on every network (DNS flag day 2020). */
  private static final int UDP_SIZE = 1232;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final EventLoop loop;
  private final Record question;
  private final List<InetSocketAddress> servers;
  private final Duration tryTimeout;
  private final int number = RANDOM.nextInt(0x10000);
  private final CompletableFuture<Message> answer = new CompletableFuture<>();
  private final DatagramChannel[] channels;
  private final boolean[] failed;
  private final ByteBuffer buffer = ByteBuffer.allocate(UDP_SIZE * 4);

  private TcpQuery tcp;
  private TimerQueue.Timer timer;
  private int next;
  private int left;
  private int users;
  private int answeredBy = -1;
  private boolean edns = true;
  private Message refusal;
  private IOException lastFailure;

  /**
   * @param first index of the first server
   */
  ServerQuery(
      EventLoop loop,
      Record question,
      List<InetSocketAddress> servers,
      DnsSettings settings,
      int first) {
    this.loop = loop;
    this.question = question;
    this.servers = servers;
    this.tryTimeout = settings.tryTimeout();
    this.left = settings.tries() * servers.size();
    this.next = first;
    this.channels = new DatagramChannel[servers.size()];
    this.failed = new boolean[servers.size()];
  }

  CompletableFuture<Message> answer() {
    return answer;
  }

  /** Returns the index of the server that answered, or -1. */
  int answeredBy() {
    return answeredBy;
  }

  /** Queries the next remaining server. */
  void ask() {
    while (!answer.isDone()) {
      stopTcp();
      int server = nextServer();
      if (server < 0) {
        giveUp();
        return;
      }
      try {
        send(server);
        return;
      } catch (IOException | RuntimeException e) {
        fail(server, e);
      }
    }
  }

  private int nextServer() {
    for (int i = 0; left > 0 && i < servers.size(); i++) {
      int server = next;
      next = (next + 1) % servers.size();
      left--;
      if (!failed[server]) {
        return server;
      }
    }
    return -1;
  }

  private void send(int server) throws IOException {
    if (channels[server] == null) {
      channels[server] = open(server);
    }
    again(tryTimeout);
    channels[server].write(ByteBuffer.wrap(query()));
  }

  private DatagramChannel open(int server) throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(servers.get(server)));
    try {
      channel.configureBlocking(false);
      channel.connect(servers.get(server));
      loop.register(channel, SelectionKey.OP_READ, ready -> receive(server));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StandardProtocolFamily family(InetSocketAddress server) {
    return server.getAddress().getAddress().length == 4
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  private byte[] query() {
    Message query = Message.newQuery(question);
    query.getHeader().setID(number);
    query.getHeader().setFlag(Flags.RD);
    if (edns) {
      query.addRecord(new OPTRecord(UDP_SIZE, 0, 0), Section.ADDITIONAL);
    }
    return query.toWire();
  }

  private void again(Duration timeout) {
    if (timer != null) {
      loop.cancel(timer);
    }
    timer = loop.timerAfter(loop.now(), timeout, this::ask);
  }

  private void receive(int server) {
    try {
      for (int i = 0;
          i < 16 && !answer.isDone();
          i++) { // forged datagrams must not occupy the thread
        buffer.clear();
        if (channels[server].read(buffer) <= 0) {
          return;
        }
        buffer.flip();
        take(server, buffer, false);
      }
    } catch (IOException | RuntimeException e) { // such as an ICMP "port unreachable"
      fail(server, e);
      ask();
    }
  }

  /** Evaluates a server's answer. */
  private void take(int server, ByteBuffer bytes, boolean overTcp) {
    if (answer.isDone()) {
      return;
    }
    Message message;
    try {
      message = new Message(bytes);
    } catch (IOException | RuntimeException malformed) {
      lastFailure = new IOException("malformed answer from " + servers.get(server), malformed);
      return;
    }
    if (!fits(message)) {
      lastFailure =
          new IOException("the answer of " + servers.get(server) + " does not match the question");
    } else if (message.getHeader().getFlag(Flags.TC) && !overTcp) {
      askOverTcp(server);
    } else {
      judge(server, message);
    }
  }

  private boolean fits(Message message) {
    return message.getHeader().getID() == number
        && message.getHeader().getFlag(Flags.QR)
        && message.getHeader().getOpcode() == Opcode.QUERY
        && (question.equals(message.getQuestion()) || dislikesEdns(message));
  }

  /** Returns true if the server does not know EDNS; old ones return only the header. */
  private boolean dislikesEdns(Message message) {
    return edns
        && (message.getRcode() == Rcode.FORMERR || message.getRcode() == Rcode.NOTIMP)
        && message.getSection(Section.ANSWER).isEmpty();
  }

  private void judge(int server, Message message) {
    int code = message.getRcode();
    if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
      answeredBy = server;
      end();
      answer.complete(message);
    } else if (dislikesEdns(message)) {
      edns = false;
      next = server;
      left++;
      ask();
    } else {
      refusal = message;
      failed[server] = true;
      ask();
    }
  }

  private void askOverTcp(int server) {
    stopTcp();
    again(tryTimeout);
    tcp = new TcpQuery(loop, servers.get(server), query());
    tcp.start(
        bytes -> take(server, bytes, true),
        failure -> {
          fail(server, failure);
          ask();
        });
  }

  private void fail(int server, Exception why) {
    failed[server] = true;
    lastFailure = new IOException(servers.get(server) + ": " + why.getMessage(), why);
  }

  private void giveUp() {
    end();
    if (refusal != null) {
      answer.complete(refusal);
    } else if (lastFailure != null) {
      answer.completeExceptionally(lastFailure);
    } else {
      answer.completeExceptionally(
          new TimeoutException(
              "no answer from " + servers + " about " + DnsNames.text(question.getName())));
    }
  }

  /** Adds a waiter. */
  void enter() {
    users++;
  }

  /** Removes a waiter; without any, the query stops. */
  void leave() {
    if (--users == 0) {
      abort();
    }
  }

  /** Stops the query and closes all sockets. */
  void abort() {
    end();
    answer.cancel(false);
  }

  private void end() {
    if (timer != null) {
      loop.cancel(timer);
    }
    stopTcp();
    for (DatagramChannel channel : channels) {
      Channels.close(channel);
    }
  }

  private void stopTcp() {
    if (tcp != null) {
      tcp.close();
      tcp = null;
    }
  }
}
