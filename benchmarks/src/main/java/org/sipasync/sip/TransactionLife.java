package org.sipasync.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * Life of a server transaction without sockets: an OPTIONS is parsed, matched, answered, kept for
 * 32 s of a clock that goes on 1 ms with each, and forgotten. 32,000 are kept at a time. Run with
 * -prof gc for the allocation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransactionLife implements TransactionUser, Flow {
  private static final int DIGITS = 10;

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
  private final byte[] options =
      ("OPTIONS sip:bob@127.0.0.1:5060 SIP/2.0\r\n"
              + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-0000000000;rport\r\n"
              + "From: sipp <sip:sipp@127.0.0.1:5070>;tag=23144SIPpTag001\r\n"
              + "To: bob <sip:bob@127.0.0.1:5060>\r\nCall-ID: 0000000000@127.0.0.1\r\n"
              + "CSeq: 1 OPTIONS\r\nContact: <sip:sipp@127.0.0.1:5070>\r\nMax-Forwards: 70\r\n"
              + "Subject: Performance Test\r\nContent-Length: 0\r\n\r\n")
          .getBytes(ISO_8859_1);
  private final int branch = place("z9hG4bK-") + 8;
  private final int callId = place("Call-ID: ") + 9;
  private long now;
  private final EventLoop loop = new EventLoop(() -> now);
  private final TransactionLayer layer =
      new TransactionLayer(loop, this, TransactionSettings.DEFAULT, new Random(1));
  private int count;

  private int place(String text) {
    return new String(options, ISO_8859_1).indexOf(text);
  }

  /** One transaction's birth, answer and, for another one, end. */
  @Benchmark
  public int optionsFromBirthToEnd() throws ParseException, IOException {
    byte[] data = options.clone();
    int rest = ++count;
    for (int i = DIGITS - 1; i >= 0; i--, rest /= 10) {
      data[branch + i] = data[callId + i] = (byte) ('0' + rest % 10);
    }
    now += Duration.ofMillis(1).toNanos();
    layer.onRequest((SipRequest) SipParser.parse(data), this);
    if (count % 64 == 0) {
      loop.runOnce(0);
    }
    return layer.serverTransactions();
  }

  /** Closes the loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    transaction.respond(200, request.answer(200, "a1b2c3"));
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    throw new IllegalStateException("nobody sends ACKs here");
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    // the network is not measured
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress local() {
    return address;
  }

  @Override
  public InetSocketAddress remote() {
    return address;
  }
}
