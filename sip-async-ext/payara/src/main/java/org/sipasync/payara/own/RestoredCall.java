package org.sipasync.payara.own;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.servlet.sip.SipApplicationSession;
import org.sipasync.container.dispatch.InheritedCall;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.function.AsyncFunction;
import org.sipasync.sip.transaction.FinalGate;
import org.sipasync.spi.SurvivingCall;

/** A suspended INVITE of a lost node, which goes on here. */
final class RestoredCall implements InheritedCall {
  private final SurvivingCall call;
  private final byte[] response;
  private final StoredGate gate;
  private final WarContext war;
  private final BooleanSupplier isCancelled;
  private final Consumer<String> onFailed;
  private volatile RequestFacade request;

  /**
   * Describes a call.
   *
   * @param response the final response that was fixed; null if there is none
   * @param war its application; null if that is not deployed here
   * @param isCancelled returns true if its caller has cancelled it meanwhile; thread-safe
   */
  RestoredCall(
      SurvivingCall call,
      byte[] response,
      StoredGate gate,
      WarContext war,
      BooleanSupplier isCancelled,
      Consumer<String> onFailed) {
    this.call = call;
    this.response = response;
    this.gate = gate;
    this.war = war;
    this.isCancelled = isCancelled;
    this.onFailed = onFailed;
  }

  @Override
  public String application() {
    return call.application();
  }

  @Override
  public String localTag() {
    return call.localTag();
  }

  @Override
  public byte[] response() {
    return response;
  }

  @Override
  public boolean isCancelled() {
    return isCancelled.getAsBoolean();
  }

  @Override
  public FinalGate gate() {
    return gate;
  }

  @Override
  public void goOn(RequestFacade restored) throws Exception {
    request = restored;
    ClassLoader loader = war.classLoader();
    SipApplicationSession session = restored.getApplicationSession();
    SurvivingAttributes.read(call.sessionAttributes(), loader).forEach(session::setAttribute);
    SurvivingAttributes.read(call.messageAttributes(), loader).forEach(restored::setAttribute);
    Object function = SurvivingAttributes.value(call.repeatable(), loader);
    war.deployed()
        .takeOver(
            restored,
            call.route(),
            function instanceof AsyncFunction repeatable ? repeatable : null,
            Duration.ofMillis(call.remainingMillis()));
  }

  @Override
  public void failed(String why) {
    onFailed.accept(why);
  }

  /** Ends it without an answer: still another node has it. */
  void abandon() {
    RequestFacade restored = request;
    if (restored != null && restored.survivable() != null) {
      restored.survivable().giveUp("another server has it");
    }
  }
}
