/** A SIP application that is full of mistakes. */
@SipApplication(name = "wrong")
package org.sipasync.test.wrong;

import javax.servlet.sip.annotation.SipApplication;
