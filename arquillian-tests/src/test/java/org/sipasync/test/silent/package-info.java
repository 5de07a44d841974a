/** An application with mistakes that are told at run time. */
@SipApplication(name = "silent")
package org.sipasync.test.silent;

import javax.servlet.sip.annotation.SipApplication;
