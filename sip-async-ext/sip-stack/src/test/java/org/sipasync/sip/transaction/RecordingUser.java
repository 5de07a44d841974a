package org.sipasync.sip.transaction;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/** Sender of requests that records their outcomes, and expects no requests; for tests. */
public class RecordingUser implements TransactionUser, ClientUser {
  /** Status codes, "timeout" and "transport error". */
  public final List<String> told = new ArrayList<>();

  /** The last response; null before the first. */
  public SipResponse last;

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    throw new AssertionError("nobody sends requests here");
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    throw new AssertionError("nobody sends requests here");
  }

  @Override
  public void onResponse(SipResponse response) {
    last = response;
    told.add("" + response.status());
  }

  @Override
  public void onTimeout() {
    told.add("timeout");
  }

  @Override
  public void onTransportError() {
    told.add("transport error");
  }
}
