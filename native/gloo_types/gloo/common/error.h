// See context.h: c10d includes this and uses nothing of it.
#pragma once
